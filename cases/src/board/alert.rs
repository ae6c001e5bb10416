//! 待处置: what somebody has to do something about, and what can be done about it.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::figures::{light_of, lit};
use super::moving::suggestion;
use super::tiles::takes_long;
use super::{BadRatingFact, Day, Support, count};
use crate::assist::request::PROMISE_S;
use crate::deadline::{Calendar, HALL_OFFSET, Light, OpeningHours, Promise, due, hall_time};
use crate::queue::WindowState;
use crate::support::call::SupportKind;
use crate::wire::board::{Act, Alert, AlertKind, GroupBar, Level};

/// The month in which the next year's calendar is published.
const NOTICE_MONTH: i8 = 11;
/// Free helpers that are offered; the nearest is not known.
const HELPERS: usize = 2;

pub fn alerts(day: &Day<'_>, groups: &[GroupBar]) -> Vec<Alert> {
    let mut alerts: Vec<Alert> = day.supports.iter().map(|call| support(day, call)).collect();
    alerts.extend(groups.iter().filter_map(|group| long_wait(day, group)));
    alerts.extend(groups.iter().filter_map(|group| no_window(day, group)));
    alerts.extend(windows(day));
    alerts.extend(day.approvals.iter().map(|asked| {
        let mut alert = alert(
            format!("approval/{}", asked.id),
            AlertKind::Approval,
            Level::Warn,
            asked.at,
            vec![Act::Answer { approval: asked.id }],
        )
        .at_desk(&asked.desk)
        .noting(&asked.kind);
        alert.passed_on = asked.passed_on;
        alert
    }));
    alerts.extend(cases(day));
    alerts.extend(calendar(day));
    alerts.extend(day.bad.iter().map(|rating| bad_rating(day, rating)));
    alerts.extend(help(day));
    alerts.extend(day.departments.iter().map(|line| {
        let mut alert = alert(
            format!("department/{}", line.name),
            AlertKind::Department,
            Level::Warn,
            line.since,
            vec![Act::Announce { group: None }],
        );
        alert.name = Some(line.name.clone());
        alert.count = line.failures;
        alert.until = Some(line.next_try);
        alert
    }));
    alerts.extend(day.paper_away.iter().map(|away| {
        let mut alert = alert(
            format!("paperAway/{}", away.department),
            AlertKind::PaperAway,
            Level::Warn,
            away.since,
            vec![Act::ShowTransfers],
        );
        alert.name = Some(away.department.clone());
        alert.count = away.bundles;
        alert
    }));
    alerts.extend(day.alarms.iter().map(|alarm| {
        let message = Act::Message {
            desk: alarm.desk.clone(),
        };
        let show = alarm.slip.clone().map(|slip| Act::ShowCase { slip });
        let mut alert = alert(
            format!("log/{}", alarm.id),
            AlertKind::Log,
            Level::Over,
            alarm.at,
            std::iter::once(message).chain(show).collect(),
        )
        .at_desk(&alarm.desk)
        .noting(&alarm.what);
        alert.slip.clone_from(&alarm.slip);
        alert
    }));
    alerts.extend(day.watched.iter().map(|alarm| {
        let show = vec![Act::ShowWatch { alarm: alarm.id }];
        let mut alert = alert(
            format!("watch/{}", alarm.id),
            AlertKind::Watch,
            Level::Over,
            alarm.at,
            show,
        )
        .at_desk(&alarm.desk)
        .noting(alarm.kind.word());
        alert.name = Some(alarm.name.clone());
        alert.count = alarm.count;
        alert
    }));
    alerts.sort_by(|a, b| {
        let key = |alert: &Alert| (std::cmp::Reverse(alert.level), alert.kind, alert.since);
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    alerts
}

fn alert(id: String, kind: AlertKind, level: Level, since: Timestamp, acts: Vec<Act>) -> Alert {
    Alert {
        id,
        kind,
        level,
        since,
        desk: None,
        group: None,
        ticket: None,
        slip: None,
        name: None,
        count: 1,
        until: None,
        taken_by: None,
        passed_on: None,
        note: None,
        times: 0,
        acts,
    }
}

impl Alert {
    fn at_desk(mut self, desk: &str) -> Self {
        self.desk = Some(desk.to_owned());
        self
    }

    fn noting(mut self, note: &str) -> Self {
        self.note = (!note.is_empty()).then(|| note.to_owned());
        self
    }
}

fn support(day: &Day<'_>, call: &Support) -> Alert {
    let support = call.id;
    let helpers = day.helpers.iter().take(HELPERS).map(|helper| Act::SendHelper {
        support,
        staff: helper.staff.clone(),
        name: helper.name.clone(),
    });
    let kind = match call.kind {
        SupportKind::QuietAlarm => AlertKind::QuietAlarm,
        SupportKind::Support => AlertKind::Support,
    };
    let acts = match (&call.taken_by, call.kind) {
        (Some(_), _) => vec![Act::EndSupport { support }],
        // Nobody is sent by a message that others could see.
        (None, SupportKind::QuietAlarm) => vec![Act::GoThere { support }],
        (None, SupportKind::Support) => [Act::GoThere { support }].into_iter().chain(helpers).collect(),
    };
    let level = if call.taken_by.is_some() {
        Level::Warn
    } else {
        Level::Over
    };
    let mut alert = alert(
        format!("{}/{support}", call.kind.word()),
        kind,
        level,
        call.at,
        acts,
    )
    .at_desk(&call.desk)
    .noting(&call.why);
    alert.taken_by.clone_from(&call.taken_by);
    alert
}

/// Where nobody may call them either it is said here, once: what can be done is the same.
fn long_wait(day: &Day<'_>, group: &GroupBar) -> Option<Alert> {
    let over = group.waiting.iter().filter(|bar| bar.level == Level::Over);
    let first = group.waiting.first().filter(|bar| bar.level == Level::Over)?;
    let mut alert = of_group(day, group, AlertKind::LongWait, Level::Over, first.since);
    alert.ticket = Some(first.ticket.clone());
    alert.count = count(over.count());
    Some(alert)
}

/// Somebody waits and nobody may call him. Before anybody has waited long, it may be the window's lunch.
fn no_window(day: &Day<'_>, group: &GroupBar) -> Option<Alert> {
    let first = group.waiting.first().filter(|_| group.windows == 0)?;
    if first.level == Level::Over {
        return None;
    }
    let mut alert = of_group(day, group, AlertKind::NoWindow, Level::Warn, first.since);
    alert.ticket = Some(first.ticket.clone());
    alert.count = count(group.waiting.len());
    Some(alert)
}

fn of_group(day: &Day<'_>, group: &GroupBar, kind: AlertKind, level: Level, since: Timestamp) -> Alert {
    let announce = Act::Announce {
        group: Some(group.letter.clone()),
    };
    let acts = suggestion(day, &group.letter).into_iter().chain([announce]);
    let mut alert = alert(
        format!("{}/{}", kind.word(), group.letter),
        kind,
        level,
        since,
        acts.collect(),
    );
    alert.group = Some(group.letter.clone());
    alert
}

/// Silent windows, visits that take long, drafts that an absent clerk left.
fn windows(day: &Day<'_>) -> Vec<Alert> {
    let mut alerts = Vec::new();
    for window in &day.windows {
        let desk = window.desk.clone();
        let drafts = day.drafts.iter().find(|drafts| drafts.desk == desk);
        if let Some(since) = window.silent_since {
            let release = vec![Act::Release { desk: desk.clone() }];
            alerts.push(
                alert(
                    format!("silentWindow/{desk}"),
                    AlertKind::SilentWindow,
                    Level::Over,
                    since,
                    release,
                )
                .at_desk(&desk),
            );
        } else if takes_long(day, window) {
            let message = vec![Act::Message { desk: desk.clone() }];
            let mut alert = alert(
                format!("longHandling/{desk}"),
                AlertKind::LongHandling,
                Level::Warn,
                window.since,
                message,
            )
            .at_desk(&desk);
            alert.ticket.clone_from(&window.ticket);
            alert.name = drafts.map(|drafts| drafts.last_item.clone());
            alerts.push(alert);
        }
        // They can be given to a window where somebody sits.
        let somebody = day.open_windows().any(|other| other.desk != desk);
        if let Some(drafts) = drafts.filter(|_| window.state == WindowState::Closed && somebody) {
            let reassign = vec![Act::Reassign { desk: desk.clone() }];
            let mut alert = alert(
                format!("leftDrafts/{desk}"),
                AlertKind::LeftDrafts,
                Level::Warn,
                window.since,
                reassign,
            )
            .at_desk(&desk);
            alert.count = drafts.count;
            alerts.push(alert);
        }
    }
    alerts
}

/// Each case over its day by itself, as far as they are named; the rest of them, and those near their day, as a list.
fn cases(day: &Day<'_>) -> Vec<Alert> {
    let mut alerts: Vec<Alert> = Vec::new();
    for case in &day.overdue {
        let slip = case.slip.clone();
        let acts = vec![
            Act::Urge { slip: slip.clone() },
            Act::ShowCase { slip: slip.clone() },
        ];
        let end = end_of(case.due_day);
        let mut alert = alert(format!("red/{slip}"), AlertKind::Red, Level::Over, end, acts);
        alert.slip = Some(slip);
        alert.name = Some(case.item_name.clone());
        alert.until = Some(end);
        alert.times = case.urged;
        alerts.push(alert);
    }
    let midnight = end_of(day.today().yesterday().unwrap_or(Date::MIN));
    let lists = [
        (Light::Red, AlertKind::Red, Level::Over, count(day.overdue.len())),
        (Light::Amber, AlertKind::Amber, Level::Warn, 0),
    ];
    for (light, kind, level, named) in lists {
        let rest = lit(day, light).saturating_sub(named);
        if rest == 0 {
            continue;
        }
        let under = day.open.iter().filter(|cases| light_of(day, cases) == light);
        let first = under.map(|cases| cases.due_day).min();
        let mut alert = alert(
            format!("{}/list", kind.word()),
            kind,
            level,
            midnight,
            vec![Act::ShowList { light }],
        );
        alert.count = rest;
        alert.until = first.filter(|_| light == Light::Amber).map(end_of);
        alerts.push(alert);
    }
    alerts
}

/// From November on, when the State Council's notice is out, the next year's calendar has to be loaded; without it its
/// days are only assumed, and nothing happens by itself on them.
fn calendar(day: &Day<'_>) -> Option<Alert> {
    let today = day.today();
    let has = |year: i16| day.calendar.years().any(|known| known == year);
    let (year, level, from) = if !has(today.year()) {
        (today.year(), Level::Over, Date::new(today.year(), 1, 1))
    } else if today.month() >= NOTICE_MONTH && !has(today.year() + 1) {
        (
            today.year() + 1,
            Level::Warn,
            Date::new(today.year(), NOTICE_MONTH, 1),
        )
    } else {
        return None;
    };
    let since = at(from.unwrap_or(today), Time::midnight());
    let mut alert = alert(
        format!("calendar/{year}"),
        AlertKind::Calendar,
        level,
        since,
        Vec::new(),
    );
    alert.name = Some(year.to_string());
    Some(alert)
}

fn bad_rating(day: &Day<'_>, rating: &BadRatingFact) -> Alert {
    let until = call_back_until(day, rating);
    let acts = vec![
        Act::CallBack { rating: rating.id },
        Act::ShowCase {
            slip: rating.slip.clone(),
        },
    ];
    let level = if until < day.now { Level::Over } else { Level::Warn };
    let mut alert = alert(
        format!("badRating/{}", rating.id),
        AlertKind::BadRating,
        level,
        rating.at,
        acts,
    )
    .at_desk(&rating.desk);
    alert.slip = Some(rating.slip.clone());
    alert.name = Some(rating.item_name.clone());
    alert.until = Some(until);
    alert.times = rating.tries;
    alert
}

/// 回访时限 of a rating on this board.
pub fn call_back_until(day: &Day<'_>, rating: &BadRatingFact) -> Timestamp {
    until_called(rating.at, day.calendar, day.opening)
}

/// Until when somebody who gave a bad rating is to be reached: the next working day at the same time.
pub fn until_called(given: Timestamp, calendar: &Calendar, opening: &OpeningHours) -> Timestamp {
    let day = due(given, Promise::working_days(1), calendar, opening).day;
    at(day, hall_time(given).time())
}

/// Requests that have waited longer than the promised minute.
fn help(day: &Day<'_>) -> Vec<Alert> {
    let late = day
        .help
        .iter()
        .filter(|request| request.is_waiting() && request.waited_s(day.now) > PROMISE_S);
    late.map(|request| {
        let mut alert = alert(
            format!("helpWaits/{}", request.id),
            AlertKind::HelpWaits,
            Level::Warn,
            request.waits_from(),
            vec![Act::Announce { group: None }],
        )
        .noting(request.note.word());
        alert.name = Some(request.place.clone());
        alert
    })
    .collect()
}

/// The last second of a day in the hall.
fn end_of(day: Date) -> Timestamp {
    at(day, Time::constant(23, 59, 59, 0))
}

fn at(day: Date, time: Time) -> Timestamp {
    HALL_OFFSET
        .to_timestamp(day.to_datetime(time))
        .unwrap_or(Timestamp::MAX)
}
