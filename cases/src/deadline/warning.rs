//! 期限提醒: when something is said of a limit before it passes, and whose turn it is to do something about it.
//!
//! A limit is warned of when its light turns amber, once more when its last day begins, and once after it has passed.
//! One that has no last day but the one it began on is warned of before the hall closes.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::Calendar;
use super::hours::{HALL_OFFSET, OpeningHours, hall_date};
use super::light::Light;
use super::replay::{Clock, Clocks};
use super::rule::Rule;
use crate::case::Stage;

/// Before the hall closes on the only day of a limit.
const BEFORE_CLOSING: SignedDuration = SignedDuration::from_hours(2);
/// A limit of one day is not warned of before this much of it is over.
const AT_LEAST: SignedDuration = SignedDuration::from_mins(30);

/// How near a limit is. Each is said once; where several are due together only the strongest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Urgency {
    /// 临期: the light is amber.
    Near,
    /// 最后一天
    LastDay,
    /// 已过期
    Passed,
}

impl Urgency {
    pub const ALL: [Urgency; 3] = [Urgency::Near, Urgency::LastDay, Urgency::Passed];

    /// The stable code.
    pub fn word(self) -> &'static str {
        match self {
            Urgency::Near => "near",
            Urgency::LastDay => "lastDay",
            Urgency::Passed => "passed",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.word() == word)
    }
}

/// In whose hands a limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hands {
    /// 窗口: the desk can do it, or ask the applicant.
    Window,
    /// 部门: the desk can only ask.
    Department,
}

impl Hands {
    /// Whose turn it is under a rule, while a case stands in a stage.
    pub fn of(rule: Rule, stage: Stage) -> Self {
        match rule {
            Rule::Notice | Rule::Completed | Rule::Cure | Rule::Tolerance | Rule::Further => Hands::Window,
            Rule::Promised
            | Rule::Statutory
            | Rule::PromisedExtended
            | Rule::StatutoryExtended
            | Rule::SpecialProcedure => Hands::Department,
            // Before the result is here there is nothing to hand over.
            Rule::Delivery if stage == Stage::Decided => Hands::Department,
            Rule::Delivery => Hands::Window,
        }
    }
}

impl Clock {
    /// Every moment at which something is said of it, the first first.
    pub fn warnings(&self, calendar: &Calendar, opening: &OpeningHours) -> Vec<(Urgency, Timestamp)> {
        let first_day = hall_date(self.from);
        let mut moments = Vec::new();
        if let Some(amber) = self.amber_from(calendar) {
            moments.push((Urgency::Near, amber));
        }
        if self.due.at.is_none() {
            moments.push((
                Urgency::LastDay,
                match first_day < self.due.day {
                    true => midnight(self.due.day),
                    false => self.before_closing(calendar, opening),
                },
            ));
        }
        if !self.ends_by_law() {
            moments.push((Urgency::Passed, self.burns_at()));
        }
        moments
    }

    /// What happens at its end happens by itself, and says so itself (视为受理, 补正不来); not on a day that is only assumed.
    fn ends_by_law(&self) -> bool {
        let acts = matches!(self.rule, Rule::Notice | Rule::Completed | Rule::Cure);
        acts && !self.due.provisional
    }

    /// The strongest thing to be said of it at `now`.
    pub fn urgency(&self, now: Timestamp, calendar: &Calendar, opening: &OpeningHours) -> Option<Urgency> {
        let moments = self.warnings(calendar, opening).into_iter();
        moments
            .filter(|(_, at)| *at <= now)
            .map(|(urgency, _)| urgency)
            .max()
    }

    /// When something stronger than `said` is to be said.
    pub fn warns_after(
        &self,
        said: Option<Urgency>,
        calendar: &Calendar,
        opening: &OpeningHours,
    ) -> Option<Timestamp> {
        let moments = self.warnings(calendar, opening).into_iter();
        moments
            .filter(|(urgency, _)| said.is_none_or(|said| *urgency > said))
            .map(|(_, at)| at)
            .min()
    }

    /// When its light turns amber; `None` where it never was green.
    fn amber_from(&self, calendar: &Calendar) -> Option<Timestamp> {
        if self.light(self.from, calendar) != Light::Green {
            return None;
        }
        if let Some(at) = self.due.at {
            let left = i64::from(self.promise.days) * 3600 / 5;
            return at.checked_sub(SignedDuration::from_secs(left)).ok();
        }
        // The last day that is green at its beginning; the days after it are not.
        let (mut green, mut amber) = (hall_date(self.from), self.due.day);
        while let Some(between) = middle(green, amber) {
            match self.light(midnight(between), calendar) {
                Light::Green => green = between,
                Light::Amber | Light::Red => amber = between,
            }
        }
        Some(midnight(amber))
    }

    fn before_closing(&self, calendar: &Calendar, opening: &OpeningHours) -> Timestamp {
        let closes = opening
            .on(self.due.day, calendar)
            .map_or(opening.working_days.closes, |hours| hours.closes);
        let closes = HALL_OFFSET
            .to_timestamp(self.due.day.to_datetime(closes))
            .unwrap_or(self.from);
        let near = closes.saturating_sub(BEFORE_CLOSING).unwrap_or(closes);
        let least = self.from.saturating_add(AT_LEAST).unwrap_or(self.from);
        near.max(least).min(self.burns_at())
    }
}

impl Clocks {
    /// Every limit that runs. What stands still is not over its day.
    pub fn limits(&self) -> impl Iterator<Item = Clock> {
        let handling = [self.promised, self.statutory];
        let runs = |clock: &Clock| self.running.is_some_and(|first| first == *clock);
        let handled = handling.iter().flatten().any(runs);
        let both = handling.into_iter().flatten().filter(move |_| handled);
        let other = self.running.filter(|_| !handled);
        both.chain(other)
    }
}

/// The day half-way between two that are not neighbours.
fn middle(from: Date, to: Date) -> Option<Date> {
    let days = (to - from).get_days();
    if days < 2 {
        return None;
    }
    from.checked_add(jiff::Span::new().days(days / 2)).ok()
}

fn midnight(day: Date) -> Timestamp {
    HALL_OFFSET
        .to_timestamp(day.to_datetime(Time::midnight()))
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::{Promise, Unit, due};
    use super::*;
    use proptest::prelude::*;

    fn calendar() -> Calendar {
        serde_json::from_str(include_str!("../../fixtures/calendar.json")).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        HALL_OFFSET.to_timestamp(text.parse().unwrap()).unwrap()
    }

    fn clock(from: Timestamp, promise: Promise) -> Clock {
        Clock {
            rule: Rule::Promised,
            from,
            promise,
            due: due(from, promise, &calendar(), &OpeningHours::default()),
        }
    }

    fn check(from: &str, promise: Promise, expected: &[(Urgency, &str)]) {
        let said = clock(at(from), promise).warnings(&calendar(), &OpeningHours::default());
        let expected: Vec<_> = expected
            .iter()
            .map(|(urgency, text)| (*urgency, at(text)))
            .collect();
        assert_eq!(said, expected, "{promise:?} from {from}");
    }

    #[test]
    fn a_limit_is_warned_of_when_it_turns_amber_on_its_last_day_and_when_it_has_passed() {
        use Urgency::{LastDay, Near, Passed};
        // Due on Monday 2026-11-09.
        check(
            "2026-11-02T10:00",
            Promise::working_days(5),
            &[
                (Near, "2026-11-05T00:00"),
                (LastDay, "2026-11-09T00:00"),
                (Passed, "2026-11-10T00:00"),
            ],
        );
        // A fifth of 20 working days.
        check(
            "2026-11-02T10:00",
            Promise::working_days(20),
            &[
                (Near, "2026-11-24T00:00"),
                (LastDay, "2026-11-30T00:00"),
                (Passed, "2026-12-01T00:00"),
            ],
        );
        // Amber from its first hour on: that is nothing to be warned of.
        check(
            "2026-11-02T10:00",
            Promise::working_days(1),
            &[(LastDay, "2026-11-03T00:00"), (Passed, "2026-11-04T00:00")],
        );
        // 当日办结: before the hall closes, and not in its first half hour.
        check(
            "2026-11-02T10:00",
            Promise::working_days(0),
            &[(LastDay, "2026-11-02T15:00"), (Passed, "2026-11-03T00:00")],
        );
        check(
            "2026-11-02T16:50",
            Promise::working_days(0),
            &[(LastDay, "2026-11-02T17:20"), (Passed, "2026-11-03T00:00")],
        );
        check(
            "2026-11-02T10:00",
            Promise::hours(10),
            &[(Near, "2026-11-02T18:00"), (Passed, "2026-11-02T20:00")],
        );
    }

    #[test]
    fn only_the_strongest_that_is_due_is_said_and_then_only_what_is_stronger() {
        let (calendar, opening) = (calendar(), OpeningHours::default());
        let clock = clock(at("2026-11-02T10:00"), Promise::working_days(5));
        let now = |text: &str| clock.urgency(at(text), &calendar, &opening);
        assert_eq!(now("2026-11-04T23:59"), None);
        assert_eq!(now("2026-11-06T09:00"), Some(Urgency::Near));
        assert_eq!(now("2026-11-09T09:00"), Some(Urgency::LastDay));
        assert_eq!(now("2026-11-20T09:00"), Some(Urgency::Passed));
        let after = |said| clock.warns_after(said, &calendar, &opening);
        assert_eq!(after(None), Some(at("2026-11-05T00:00")));
        assert_eq!(after(Some(Urgency::Near)), Some(at("2026-11-09T00:00")));
        assert_eq!(after(Some(Urgency::Passed)), None);
    }

    #[test]
    fn what_the_law_does_by_itself_is_not_said_to_have_passed() {
        let mut clock = clock(at("2026-11-02T10:00"), Promise::working_days(5));
        clock.rule = Rule::Notice;
        let (calendar, opening) = (calendar(), OpeningHours::default());
        let later = at("2026-11-20T09:00");
        assert_eq!(clock.urgency(later, &calendar, &opening), Some(Urgency::LastDay));
        clock.due.provisional = true;
        assert_eq!(clock.urgency(later, &calendar, &opening), Some(Urgency::Passed));
    }

    #[test]
    fn both_limits_are_warned_of_and_none_that_stands_still() {
        let promised = clock(at("2026-11-02T10:00"), Promise::working_days(5));
        let statutory = Clock {
            rule: Rule::Statutory,
            ..clock(at("2026-11-02T10:00"), Promise::working_days(20))
        };
        let mut clocks = Clocks {
            running: Some(promised),
            promised: Some(promised),
            statutory: Some(statutory),
            ..Clocks::default()
        };
        let rules = |clocks: &Clocks| clocks.limits().map(|clock| clock.rule).collect::<Vec<_>>();
        assert_eq!(rules(&clocks), [Rule::Promised, Rule::Statutory]);
        clocks.running = Some(Clock {
            rule: Rule::SpecialProcedure,
            ..promised
        });
        assert_eq!(rules(&clocks), [Rule::SpecialProcedure]);
        clocks.running = None;
        assert_eq!(rules(&clocks), []);
    }

    #[test]
    fn a_result_that_is_not_here_is_the_departments_and_then_the_windows() {
        assert_eq!(Hands::of(Rule::Delivery, Stage::Decided), Hands::Department);
        assert_eq!(Hands::of(Rule::Delivery, Stage::Completed), Hands::Window);
        assert_eq!(Hands::of(Rule::Statutory, Stage::Accepted), Hands::Department);
        assert_eq!(Hands::of(Rule::Tolerance, Stage::Accepted), Hands::Window);
        // Only who asked the applicant can ask him again.
        assert_eq!(Hands::of(Rule::Further, Stage::Accepted), Hands::Window);
    }

    #[test]
    fn words_are_read_back() {
        for urgency in Urgency::ALL {
            assert_eq!(Urgency::from_word(urgency.word()), Some(urgency));
            assert_eq!(serde_json::to_value(urgency).unwrap(), urgency.word());
        }
    }

    proptest! {
        /// Whatever the limit: what is said before it passes comes before it passes, in order, and Near is where the
        /// light turns.
        #[test]
        fn promise_07_warnings_come_before_and_in_order(
            minute in 0i64..(2 * 365 * 24 * 60), days in 0u16..120, unit in 0u8..3,
        ) {
            let unit = [Unit::WorkingDays, Unit::CalendarDays, Unit::Hours][usize::from(unit)];
            let from = at("2025-01-01T00:00").checked_add(SignedDuration::from_mins(minute)).unwrap();
            let clock = clock(from, Promise { days, unit });
            let (calendar, opening) = (calendar(), OpeningHours::default());
            let said = clock.warnings(&calendar, &opening);
            prop_assert!(said.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1), "{said:?}");
            prop_assert_eq!(said.last().map(|(urgency, _)| *urgency), Some(Urgency::Passed));
            for (urgency, at) in said {
                if urgency == Urgency::Near {
                    prop_assert_eq!(clock.light(at, &calendar), Light::Amber);
                    let before = at.checked_sub(SignedDuration::from_secs(1)).unwrap();
                    prop_assert_eq!(clock.light(before.max(from), &calendar), Light::Green);
                }
            }
        }
    }
}
