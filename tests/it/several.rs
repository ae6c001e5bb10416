//! One visit with several cases: an intermediary files twenty at one window under one number.

use std::collections::BTreeSet;

use cases::deadline::hall_date;
use cases::notice::PaperKind;
use cases::queue::TicketState;
use desk::walk::report::Line;
use practice::SecondDepartment;

use crate::walk::{Place, friday, troubles};

const CASES: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_intermediary_files_twenty_cases_in_one_visit_under_one_number() {
    let place = Place::open(SecondDepartment::Own).await;
    let report = place.walk_several("cz-bookkeeping", 6, CASES).await;
    assert_eq!(troubles(&report), Vec::<String>::new());
    assert_eq!(report.items.len(), CASES);

    let store = place.hall.store();
    let mut numbers = BTreeSet::new();
    let mut visits = BTreeSet::new();
    let mut applicants = BTreeSet::new();
    let mut agents = BTreeSet::new();
    let mut notices = BTreeSet::new();
    for (at, line) in report.items.iter().enumerate() {
        let (_, case) = store
            .case(friday(), &line.slip)
            .await
            .expect("a look-up")
            .expect("the case");
        let parcel = case.parcels.first().expect("a parcel").id;
        let draft = store
            .parcel_draft(parcel)
            .await
            .expect("a look-up")
            .expect("its draft");
        assert_eq!(line.hall, case.case_number);
        numbers.insert(case.case_number.clone().expect("a number"));
        // 受理通知书: a paper and a number of its own.
        let own = case
            .papers
            .iter()
            .filter(|paper| paper.kind == PaperKind::AcceptanceNotice);
        notices.extend(own.filter_map(|paper| paper.number.clone()));
        visits.insert(draft.visit);
        agents.insert(draft.party.person.id_number.clone());
        applicants.insert(draft.party.applicant_number().to_owned());
        // What goes over is not typed again.
        let first = &report.items[0];
        assert_eq!(
            line.typed < first.typed,
            at > 0,
            "{} of {}",
            line.typed,
            first.typed
        );
        let copied = |line: &Line| line.by_source.get("history").copied().unwrap_or(0);
        assert_eq!(copied(line) > copied(first), at > 0);
        let uscc = serde_json::to_string(&draft.form["enterpriseUscc"].value()).expect("json");
        assert!(uscc.contains(draft.party.applicant_number()), "{uscc}");
    }
    let counted = [
        numbers.len(),
        applicants.len(),
        notices.len(),
        visits.len(),
        agents.len(),
    ];
    assert_eq!(counted, [CASES, CASES, CASES, 1, 1]);
    let papers: BTreeSet<_> = report.items.iter().map(|line| line.paper.clone()).collect();
    assert_eq!(papers.len(), CASES);

    // One number, called once, done; one visit, opened once, ended once.
    let tickets = store.tickets(hall_date(friday())).await.expect("tickets");
    let told: Vec<_> = tickets
        .iter()
        .filter(|ticket| ticket.state != TicketState::Waiting)
        .map(|ticket| (ticket.state, ticket.calls))
        .collect();
    assert_eq!(told, [(TicketState::Served, 1)]);
    let log = store.audit(0, 10_000).await.expect("the log");
    for deed in ["openVisit", "closeVisit"] {
        assert_eq!(log.iter().filter(|entry| entry.deed == deed).count(), 1, "{deed}");
    }
}
