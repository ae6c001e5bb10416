//! 数据使用监管 at the supervisor's window: alarms about looks, samples, the month, grants. All of it is the hall's.

use cases::deadline::HALL_OFFSET;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::watch::month::{Report, csv};
use cases::watch::sample::Verdict;
use cases::watch::{Alarm, Outcome, sheet};
use cases::wire::grant::{AnswerGrant, AskGrant, GrantAsk, GrantRow, WithdrawGrant};
use cases::wire::watch::{AlarmFile, AskDraw, CloseAlarm, Draw, JudgeSample, Sample};
use jiff::civil::{Date, Time};
use uuid::Uuid;

use crate::chance;
use crate::deeds::papers::keep_rendered;
use crate::desk::Desk;
use crate::store::papers;
use crate::trouble;
use crate::view::watch::{
    DrawView, GrantAskView, GrantForm, GrantView, GrantsView, MonthView, SampleView, WatchAlarmView,
    WatchClosedView, WatchFileView, Words,
};

impl Desk {
    pub async fn watch_alarms(&self) -> Result<Vec<WatchAlarmView>, Trouble> {
        self.permit(Deed::WatchLooks)?;
        let alarms: Vec<Alarm> = self.0.link.get("/v1/watch/alarms").await?;
        Ok(alarms.into_iter().map(shown).collect())
    }

    pub async fn watch_alarm(&self, id: &str) -> Result<WatchFileView, Trouble> {
        self.permit(Deed::WatchLooks)?;
        let of = crate::deeds::id(id)?;
        let file: AlarmFile = self.0.link.get(&format!("/v1/watch/alarms/{of}")).await?;
        self.in_words(|words| WatchFileView {
            alarm: shown(file.alarm),
            looks: file.looks.into_iter().map(|row| words.look(row)).collect(),
        })
    }

    pub async fn close_watch_alarm(
        &self,
        id: &str,
        outcome: &str,
        note: &str,
    ) -> Result<WatchAlarmView, Trouble> {
        let staff = self.permit(Deed::WatchLooks)?.staff.clone();
        let of = crate::deeds::id(id)?;
        let said = CloseAlarm {
            outcome: Outcome::from_word(outcome).ok_or_else(trouble::no_such_choice)?,
            note: note.trim().to_owned(),
        };
        self.note(&staff, "close_watch_alarm", of)?;
        let path = format!("/v1/watch/alarms/{of}/close");
        let closed: Alarm = self.0.link.post(&path, self.fresh(), &said).await?;
        Ok(shown(closed))
    }

    /// The draws of a month.
    pub async fn look_draws(&self, month: &str) -> Result<Vec<DrawView>, Trouble> {
        self.permit(Deed::WatchLooks)?;
        let path = format!("/v1/watch/draws?month={}", month_in(month)?);
        let draws: Vec<Draw> = self.0.link.get(&path).await?;
        self.in_words(|words| draws.into_iter().map(|one| drawn(words, one)).collect())
    }

    pub async fn draw_looks(&self, month: &str, size: u32) -> Result<DrawView, Trouble> {
        let staff = self.permit(Deed::WatchLooks)?.staff.clone();
        let ask = AskDraw {
            month: month_in(month)?.to_owned(),
            size,
            seed: None,
        };
        self.note(&staff, "draw_looks", month)?;
        let made: Draw = self.0.link.post("/v1/watch/draws", self.fresh(), &ask).await?;
        self.in_words(|words| drawn(words, made))
    }

    pub async fn judge_look(&self, id: &str, verdict: &str, note: &str) -> Result<SampleView, Trouble> {
        let staff = self.permit(Deed::WatchLooks)?.staff.clone();
        let of = crate::deeds::id(id)?;
        let said = JudgeSample {
            verdict: Verdict::from_word(verdict).ok_or_else(trouble::no_such_choice)?,
            note: note.trim().to_owned(),
        };
        self.note(&staff, "judge_look", of)?;
        let path = format!("/v1/watch/samples/{of}/judge");
        let judged: Sample = self.0.link.post(&path, self.fresh(), &said).await?;
        self.in_words(|words| sampled(words, judged))
    }

    /// 审计月报: made here of the hall's figures, kept and printed like any paper.
    pub async fn audit_month(&self, month: &str) -> Result<MonthView, Trouble> {
        let staff = self.permit(Deed::WatchLooks)?.staff.clone();
        let month = month_in(month)?;
        let report: Report = self
            .0
            .link
            .get(&format!("/v1/watch/report?month={month}"))
            .await?;
        let at = self.0.link.legal_now();
        let content = sheet::report(&report, self.0.realm, at);
        let rendered = self.render(content.clone(), at).await?;
        let paper = keep_rendered(month, &content, rendered, at);
        let line = self.line(&staff, "audit_month", month, &content.title);
        self.rooms()?
            .store
            .transact(line, |tx| papers::add(tx, &paper, at))?;
        Ok(MonthView {
            paper: self.show_paper(paper),
            csv: csv(&report),
        })
    }

    pub async fn grants(&self) -> Result<GrantsView, Trouble> {
        let session = self.permit(Deed::AskGrant)?;
        let grants: Vec<GrantRow> = self.0.link.get("/v1/grants").await?;
        let asks: Vec<GrantAsk> = self.0.link.get("/v1/grants/asks").await?;
        self.in_words(|words| GrantsView {
            grants: grants.into_iter().map(|row| words.grant(row)).collect(),
            asks: asks
                .into_iter()
                .map(|row| words.ask(row, &session.staff, &self.0.desk))
                .collect(),
        })
    }

    /// Asks for everything that the item declares of the dataset, until the end of a day.
    pub async fn ask_standing_grant(&self, form: GrantForm) -> Result<GrantAskView, Trouble> {
        let session = self.permit(Deed::AskGrant)?;
        let elements = {
            let book = self.shelf()?;
            let item = book
                .catalogue
                .item(&form.item)
                .ok_or_else(trouble::no_such_item)?;
            // Licences are asked for as a whole.
            let by_element = book.catalogue.sources.is_asked(&form.dataset);
            let declared = item
                .fields
                .iter()
                .filter(|field| by_element && field.source_chain.contains(&form.dataset));
            let mut elements: Vec<String> = declared.map(|field| field.data_element.clone()).collect();
            elements.sort_unstable();
            elements.dedup();
            elements
        };
        let day: Date = form.until.parse().map_err(|_| trouble::no_such_choice())?;
        let after = day.tomorrow().map_err(|_| trouble::no_such_choice())?;
        let valid_until = HALL_OFFSET
            .to_timestamp(after.to_datetime(Time::midnight()))
            .map_err(|_| trouble::no_such_choice())?;
        let ask = AskGrant {
            item: form.item,
            dataset: form.dataset,
            elements,
            valid_until,
            reason: form.reason.trim().to_owned(),
        };
        self.note(&session.staff, "ask_standing_grant", &ask.item)?;
        let row: GrantAsk = self.0.link.post("/v1/grants/asks", self.fresh(), &ask).await?;
        self.in_words(|words| words.ask(row, &session.staff, &self.0.desk))
    }

    pub async fn answer_grant(&self, id: &str, approve: bool, words: &str) -> Result<GrantAskView, Trouble> {
        let session = self.permit(Deed::ApproveGrant)?;
        let of = crate::deeds::id(id)?;
        let said = AnswerGrant {
            approve,
            words: words.trim().to_owned(),
        };
        self.note(&session.staff, "answer_grant", of)?;
        let path = format!("/v1/grants/asks/{of}/answer");
        let row: GrantAsk = self.0.link.post(&path, self.fresh(), &said).await?;
        self.in_words(|words| words.ask(row, &session.staff, &self.0.desk))
    }

    pub async fn withdraw_grant(&self, id: &str, why: &str) -> Result<GrantView, Trouble> {
        let session = self.permit(Deed::ApproveGrant)?;
        let of = WithdrawGrant {
            id: id.to_owned(),
            why: why.trim().to_owned(),
        };
        self.note(&session.staff, "withdraw_grant", id)?;
        let row: GrantRow = self.0.link.post("/v1/grants/withdraw", self.fresh(), &of).await?;
        self.in_words(|words| words.grant(row))
    }

    /// A line of this window's own log before the hall is asked.
    fn note(&self, staff: &str, deed: &'static str, of: impl ToString) -> Result<(), Trouble> {
        let line = self.line(staff, deed, of, "数据使用监管");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        Ok(())
    }

    fn fresh(&self) -> Uuid {
        chance::id_at(self.0.link.legal_now())
    }

    /// Sources and elements as the edition in force calls them.
    pub(crate) fn in_words<T>(&self, say: impl FnOnce(&Words<'_>) -> T) -> Result<T, Trouble> {
        let book = self.shelf()?;
        let source = |code: &str| book.catalogue.sources.word(code).to_owned();
        let element = |id: &str| match book.catalogue.elements.get(id) {
            Some(element) => element.name.clone(),
            None => id.to_owned(),
        };
        let base = |code: &str| book.catalogue.sources.bases().word(code).to_owned();
        Ok(say(&Words {
            source: &source,
            element: &element,
            base: &base,
        }))
    }
}

/// A month as it may stand in an address.
pub(super) fn month_in(month: &str) -> Result<&str, Trouble> {
    cases::watch::month::Month::parse(month).ok_or_else(trouble::no_such_choice)?;
    Ok(month)
}

fn shown(alarm: Alarm) -> WatchAlarmView {
    WatchAlarmView {
        id: alarm.id.to_string(),
        kind: alarm.kind.word().to_owned(),
        staff: alarm.staff,
        name: alarm.name,
        desk: alarm.desk,
        count: alarm.count,
        since: alarm.since.to_string(),
        last: alarm.last.to_string(),
        closed: alarm.closed.map(|closed| WatchClosedView {
            name: closed.name,
            outcome: closed.outcome.word().to_owned(),
            note: closed.note,
            at: closed.at.to_string(),
        }),
    }
}

fn drawn(words: &Words<'_>, draw: Draw) -> DrawView {
    DrawView {
        id: draw.id.to_string(),
        month: draw.month,
        seed: draw.seed,
        among: draw.among,
        at: draw.at.to_string(),
        samples: draw.samples.into_iter().map(|one| sampled(words, one)).collect(),
    }
}

fn sampled(words: &Words<'_>, sample: Sample) -> SampleView {
    let (verdict, note, judged_by) = match sample.judged {
        Some(judged) => (
            Some(judged.verdict.word().to_owned()),
            judged.note,
            Some(judged.name),
        ),
        None => (None, String::new(), None),
    };
    SampleView {
        id: sample.id.to_string(),
        look: words.look(sample.look),
        verdict,
        note,
        judged_by,
    }
}
