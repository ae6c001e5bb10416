//! Thirty ordinary days raise nothing; every bad habit is told in time.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::subject::Named;
use super::*;
use crate::case::Draft;

/// Chance with a seed, so that every run is the same thirty days.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.roll(to - from + 1)
    }

    /// So many times in a hundred.
    fn is(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }
}

/// One operator at work.
struct Clerk {
    rules: WatchRules,
    now: Timestamp,
    opens: Timestamp,
    closes: Timestamp,
    people: u64,
    looks: Vec<Seen>,
    raised: Vec<Suspicion>,
    /// The most people within an hour and looks within a minute, for whoever sets the rules.
    busiest: (usize, usize),
}

/// How a visit is begun, and what comes of it.
#[derive(Clone, Copy, PartialEq)]
enum Visit {
    Ticket,
    WalkIn,
    /// Somebody asked something, and nothing was filed.
    Question,
}

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

impl Clerk {
    /// At 9:00 of a working day.
    fn on(day: i64) -> Self {
        let opens = at("2026-11-02T01:00:00Z") + SignedDuration::from_hours(24 * day);
        Self {
            rules: WatchRules::default(),
            now: opens,
            opens,
            closes: opens + SignedDuration::from_hours(8),
            people: 0,
            looks: Vec::new(),
            raised: Vec::new(),
            busiest: (0, 0),
        }
    }

    fn wait(&mut self, seconds: u64) {
        self.now += SignedDuration::from_secs(i64::try_from(seconds).unwrap());
    }

    fn somebody(&mut self) -> String {
        self.people += 1;
        format!("p{}", self.people)
    }

    fn outside(&self) -> u32 {
        let early = self.opens.duration_since(self.now).as_mins();
        let late = self.now.duration_since(self.closes).as_mins();
        u32::try_from(early.max(late).max(0)).unwrap()
    }

    fn look(&mut self, look: Seen) -> usize {
        let look = Seen {
            at: self.now,
            outside_minutes: self.outside(),
            ..look
        };
        self.looks.push(look);
        let found = judge(&self.rules, &self.looks, |_| None);
        self.raised.extend(found);
        let within = |minutes: i64| {
            let from = self.now - SignedDuration::from_mins(minutes);
            self.looks.iter().filter(move |look| look.at > from)
        };
        let people: std::collections::BTreeSet<_> = within(60).map(|look| &look.subject).collect();
        self.busiest = (
            self.busiest.0.max(people.len()),
            self.busiest.1.max(within(1).count()),
        );
        self.looks.len() - 1
    }

    /// 核验身份: the register, whom he represents, who belongs to him.
    fn identify(&mut self, subject: &str, backed: bool) {
        for part in [false, true, true] {
            self.look(Seen {
                part,
                backed,
                ..of(subject)
            });
        }
    }

    /// One item: every source asked at once about everybody it is about, licences as they come.
    fn file(&mut self, dice: &mut Dice, case: Uuid, people: &[String]) {
        for person in people {
            for _ in 0..dice.between(3, 9) {
                let denied = dice.is(2).then_some(Denial::Ordinary);
                self.look(Seen {
                    case: Some(case),
                    denied,
                    backed: true,
                    ..of(person)
                });
            }
            self.wait(dice.between(1, 20));
        }
        // Now and then the applicant has gone while a source was still asked again.
        if dice.roll(400) == 0 {
            self.look(Seen {
                denied: Some(Denial::Beyond),
                backed: true,
                ..of(&people[0])
            });
        }
    }

    fn serve(&mut self, dice: &mut Dice, visit: Visit, cases: u64, seconds: (u64, u64)) {
        let applicant = self.somebody();
        let from = self.looks.len();
        self.identify(&applicant, visit == Visit::Ticket);
        self.wait(dice.between(10, 60));
        if visit == Visit::Question {
            return self.wait(dice.between(60, 240));
        }
        // What was looked at before the intake was opened has its reason from here on.
        for look in &mut self.looks[from..] {
            look.backed = true;
        }
        for case in 0..cases {
            let mut people = vec![applicant.clone()];
            // An agent files for others; some items ask for a spouse, children, staff.
            if cases > 3 {
                people[0] = self.somebody();
            }
            for _ in 0..[0, 0, 0, 1, 1, 3][usize::try_from(dice.roll(6)).unwrap()] {
                let other = self.somebody();
                self.identify(&other, true);
                people.push(other);
            }
            let id = Uuid::from_u128(u128::from(self.people) << 32 | u128::from(case));
            self.file(dice, id, &people);
            self.wait(dice.between(seconds.0, seconds.1));
        }
    }

    fn kinds(&self) -> Vec<Kind> {
        self.raised.iter().map(|found| found.kind).collect()
    }
}

/// A look at somebody, as it is without a reason.
fn of(subject: &str) -> Seen {
    Seen {
        at: Timestamp::UNIX_EPOCH,
        subject: subject.to_owned(),
        case: None,
        backed: false,
        part: false,
        whose: Whose::Anybody,
        denied: None,
        outside_minutes: 0,
    }
}

#[test]
fn promise_08_thirty_ordinary_days_raise_nothing() {
    let mut dice = Dice(20_261_102);
    let (mut visits, mut looks, mut busiest) = (0, 0, (0, 0));
    for day in 0..30 {
        let mut clerk = Clerk::on(day);
        // Every fifth day is a queue day, every sixth brings an agent with twenty cases.
        let (count, pace) = match day {
            day if day % 5 == 0 => (60, (120, 420)),
            _ => (dice.between(22, 40), (240, 780)),
        };
        clerk.wait(dice.between(0, 900));
        let agent = (day % 6 == 0).then(|| dice.roll(count));
        for place in 0..count {
            if agent == Some(place) {
                clerk.serve(&mut dice, Visit::Ticket, 20, (45, 180));
                continue;
            }
            let visit = match dice.roll(100) {
                0..88 => Visit::Ticket,
                88..97 => Visit::WalkIn,
                _ => Visit::Question,
            };
            let cases = [1, 1, 1, 1, 2, 3][usize::try_from(dice.roll(6)).unwrap()];
            clerk.serve(&mut dice, visit, cases, (pace.0 / cases, pace.1 / cases));
            if clerk.now > clerk.closes + SignedDuration::from_mins(45) {
                break;
            }
            visits += 1;
        }
        assert_eq!(clerk.kinds(), [], "day {day}: {:?}", clerk.raised);
        looks += clerk.looks.len();
        busiest = (clerk.busiest.0.max(busiest.0), clerk.busiest.1.max(busiest.1));
    }
    // The days are full ones, and the rules not far away from them.
    assert!(visits > 900 && looks > 15_000, "{visits} visits, {looks} looks");
    assert!(busiest.0 > 40 && busiest.1 > 40, "{busiest:?}");
}

/// The number of looks after which a kind was raised first.
fn raised_at(clerk: &mut Clerk, kind: Kind, mut look: impl FnMut(&mut Clerk, u32)) -> Option<u32> {
    (1..=400).find(|nth| {
        look(clerk, *nth);
        clerk.kinds().contains(&kind)
    })
}

#[test]
fn promise_08_the_tenth_look_without_a_ticket_raises_an_alarm() {
    // With an ordinary day around it, slowly, refused or not.
    for denied in [None, Some(Denial::Beyond)] {
        let mut dice = Dice(7);
        let mut clerk = Clerk::on(0);
        let nth = raised_at(&mut clerk, Kind::WithoutTicket, |clerk, nth| {
            clerk.serve(&mut dice, Visit::Ticket, 1, (60, 600));
            clerk.look(Seen {
                denied,
                ..of(&format!("x{nth}"))
            });
        });
        assert_eq!(nth, Some(10), "{denied:?}");
    }
    // One person's whole family, identified one after the other in a walk-in that nothing comes of.
    let mut clerk = Clerk::on(0);
    let nth = raised_at(&mut clerk, Kind::WithoutTicket, |clerk, nth| {
        clerk.identify(&format!("x{nth}"), false)
    });
    assert_eq!(nth, Some(10));
}

#[test]
fn promise_08_every_bad_habit_is_told_in_time() {
    let check = |kind: Kind, at_most: u32, look: &mut dyn FnMut(&mut Clerk, u32)| {
        let mut clerk = Clerk::on(0);
        clerk.wait(3_600);
        let nth = raised_at(&mut clerk, kind, look);
        assert!(nth.is_some_and(|nth| nth <= at_most), "{kind:?} {nth:?}");
    };
    let case = Some(Uuid::from_u128(1));
    let backed = |subject: String| Seen {
        backed: true,
        ..of(&subject)
    };
    // A program at the keyboard: two looks a second.
    check(Kind::TooMany, 100, &mut |clerk, nth| {
        clerk.look(Seen {
            case,
            ..backed("one".to_owned())
        });
        clerk.wait(u64::from(nth % 2));
    });
    // Somebody new every half minute, each under another case.
    check(Kind::TooMany, 90, &mut |clerk, nth| {
        clerk.look(Seen {
            case: Some(Uuid::from_u128(u128::from(nth))),
            ..backed(format!("x{nth}"))
        });
        clerk.wait(30);
    });
    check(Kind::ManyInCase, 12, &mut |clerk, nth| {
        clerk.look(Seen {
            case,
            ..backed(format!("x{nth}"))
        });
        clerk.wait(120);
    });
    check(Kind::Denied, 5, &mut |clerk, nth| {
        clerk.look(Seen {
            denied: Some(Denial::Beyond),
            ..backed(format!("x{nth}"))
        });
        clerk.wait(240);
    });
    check(Kind::OffHours, 1, &mut |clerk, _| {
        clerk.now = clerk.closes + SignedDuration::from_mins(95);
        clerk.look(backed("one".to_owned()));
    });
    for (whose, kind) in [
        (Whose::Own, Kind::Own),
        (Whose::Relative, Kind::Relative),
        (Whose::Listed, Kind::Listed),
    ] {
        for denied in [None, Some(Denial::Ordinary), Some(Denial::Beyond)] {
            check(kind, 1, &mut |clerk, _| {
                clerk.look(Seen {
                    whose,
                    denied,
                    ..backed("one".to_owned())
                });
            });
        }
    }
}

#[test]
fn what_was_looked_into_is_not_counted_again() {
    let mut clerk = Clerk::on(0);
    for nth in 0..12 {
        clerk.wait(60);
        clerk.look(of(&format!("x{nth}")));
    }
    let until = clerk.now;
    let again = |clerk: &Clerk| judge(&clerk.rules, &clerk.looks, |_| Some(until));
    clerk.wait(60);
    clerk.look(of("y"));
    assert_eq!(again(&clerk), []);
    for nth in 0..9 {
        clerk.wait(60);
        clerk.look(of(&format!("y{nth}")));
    }
    let found = again(&clerk);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind, found[0].count), (Kind::WithoutTicket, 10));
    assert!(found[0].since > until);
}

#[test]
fn rules_are_checked() {
    let usual = WatchRules::default();
    assert_eq!(usual.check(), Ok(()));
    assert_eq!(WatchRules::training().check(), Ok(()));
    for without_ticket in [0, 11] {
        let odd = WatchRules {
            without_ticket,
            ..usual
        };
        assert_eq!(odd.check(), Err(OddRules::WithoutTicket));
    }
    let odd = WatchRules {
        denied_minutes: 0,
        ..usual
    };
    assert_eq!(odd.check(), Err(OddRules::Nothing("deniedMinutes")));
}

#[test]
fn an_alarm_is_closed_once_and_not_by_whom_it_is_about() {
    let alarm = Alarm {
        id: Uuid::nil(),
        kind: Kind::Denied,
        staff: "0826".to_owned(),
        name: "王雨桐".to_owned(),
        desk: "08".to_owned(),
        count: 5,
        since: Timestamp::UNIX_EPOCH,
        at: Timestamp::UNIX_EPOCH,
        last: Timestamp::UNIX_EPOCH,
        closed: None,
    };
    use crate::support::text::OddText;
    assert_eq!(alarm.closable("0826", "看过"), Err(OddStep::Own));
    assert_eq!(alarm.closable("0801", "  "), Err(OddStep::Note(OddText::Empty)));
    assert_eq!(
        alarm.closable("0801", "查的是11010519491231002X"),
        Err(OddStep::Note(OddText::Number))
    );
    assert_eq!(alarm.closable("0801", " 已 问过 "), Ok("已 问过".to_owned()));
    let closed = Closed {
        by: "0802".to_owned(),
        name: "周敏".to_owned(),
        outcome: Outcome::InOrder,
        note: "正常".to_owned(),
        at: Timestamp::UNIX_EPOCH,
    };
    let alarm = Alarm {
        closed: Some(closed),
        ..alarm
    };
    assert_eq!(
        alarm.closable("0801", "看过"),
        Err(OddStep::Closed("周敏".to_owned()))
    );
}

#[test]
fn whom_an_intake_names() {
    let mut draft = Draft::nobody();
    draft.party.person.id_number = "11010519491231002X".to_owned();
    let check = |draft: &Draft, number: &str, expected: Option<Named>| {
        assert_eq!(subject::named(draft, number), expected, "{number}");
    };
    check(&draft, "11010519491231002X", Some(Named::Party));
    check(&draft, "11010519491231002x", Some(Named::Party));
    check(&draft, "350199199003070011", None);
    check(&draft, "", None);
    let spouse = crate::case::Person {
        id_number: "350199199003070011".to_owned(),
        ..draft.party.person.clone()
    };
    draft.subjects.insert("spouse".to_owned(), spouse);
    check(&draft, "350199199003070011", Some(Named::Other));

    let catalogue = crate::catalogue::tests::demonstration();
    let item = catalogue.item("wj-parenting").unwrap();
    let field = item
        .fields
        .iter()
        .find(|field| field.source_chain.iter().any(|one| one == "population"));
    let role = &field.unwrap().subject;
    assert!(subject::asks_for(item, role, "population"));
    assert!(!subject::asks_for(item, role, "tax"));
    assert!(!subject::asks_for(item, "stranger", "population"));
}
