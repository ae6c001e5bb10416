//! A helper and two windows of one hall: what he prepared arrives at the window that takes it, as he left it.

use std::sync::Arc;
use std::time::Duration;

use desk::vault::NoKeyring;
use desk::view::assist::HandOverView;
use desk::view::desk::{DeskEvent, DeskView, PartyChoice};
use desk::view::intake::{Change, FieldState, IntakeView};
use desk::{CardSource, Desk, DeskConfig, HallAddress, Keeping, Post, Realm};
use practice::SecondDepartment;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, timeout_at};

use crate::walk::{Place, TOKEN};

const ITEM: &str = "cz-bookkeeping";

pub struct Window {
    pub desk: Desk,
    pub events: UnboundedReceiver<DeskEvent>,
}

impl Window {
    pub async fn open(place: &Place, post: Post, number: &str, staff: &str) -> Self {
        let (say, events) = unbounded_channel();
        let desk = Desk::open(DeskConfig {
            realm: Realm::Training,
            post,
            keeping: Keeping::Memory,
            desk: number.to_owned(),
            hall: HallAddress::Http {
                url: place.hall.url.clone(),
                token: TOKEN.to_owned(),
            },
            keys: Arc::new(NoKeyring),
            clock: Arc::clone(&place.clock) as Arc<dyn desk::clock::Clock>,
            events: say,
            reader: CardSource::Emulated,
            print_server: desk::PRINT_SERVER.to_owned(),
            ticket_printer: None,
            scanners: desk::ScannersHere::default(),
        })
        .expect("the desk opens");
        desk.sign_in(staff, "yichuang-train").await.expect("signed in");
        Self { desk, events }
    }

    /// A card that can show the item, read for the first body that it speaks for, and the item's open intake.
    pub async fn with_intake(&self, item: &str) -> IntakeView {
        self.desk.walk_in("材料递交").await.expect("a visit");
        self.desk.place_card(Some(item)).await.expect("a card");
        let seated = self.desk.read_card().await.expect("identified");
        let visit = seated.visit.expect("a visit");
        let party = PartyChoice::Body {
            uscc: visit.bodies.first().expect("a body").uscc.clone(),
            as_agent: false,
        };
        self.desk.choose_party(party).expect("a party");
        self.desk.open_intake(item).await.expect("an intake")
    }

    /// Waits on events until it is so.
    pub async fn until(&mut self, what: &str, so: impl Fn(&Desk) -> bool) {
        let limit = Instant::now() + Duration::from_secs(20);
        while !so(&self.desk) {
            let heard = timeout_at(limit, self.events.recv()).await;
            assert!(heard.is_ok(), "{what} did not come to be");
        }
    }

    pub fn intake(&self) -> IntakeView {
        shown(&self.desk).intake.expect("an open intake")
    }
}

/// What a field says and where it comes from.
fn said(field: &FieldState) -> (String, bool, Option<String>, Option<String>) {
    let chip = field.chip.as_ref();
    (
        field.key.clone(),
        field.filled,
        chip.map(|chip| chip.kind.clone()),
        chip.and_then(|chip| chip.record_id.clone()),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn check_24_a_helpers_draft_arrives_with_its_values_and_sources() {
    let place = Place::open(SecondDepartment::Own).await;
    let mut helper = Window::open(&place, Post::Helper, "B1", "0830").await;
    let mut window = Window::open(&place, Post::Clerk, "08", "0826").await;
    let late = Window::open(&place, Post::Clerk, "09", "0827").await;

    helper.desk.open_assist("beside").await.expect("a visit");
    helper.desk.place_card(Some(ITEM)).await.expect("a card");
    let seated = helper.desk.read_card().await.expect("identified");
    let visit = seated.visit.expect("the visit");
    let body = visit.bodies.first().expect("a body").uscc.clone();
    helper
        .desk
        .choose_party(PartyChoice::Body {
            uscc: body,
            as_agent: false,
        })
        .expect("a party");
    helper.desk.open_intake(ITEM).await.expect("an intake");
    helper
        .until("every source has answered", |desk| {
            let view = shown(desk);
            let intake = view.intake.as_ref().expect("an intake");
            intake.delta.sources.iter().all(|source| source.state != "asking") && view.unsent == 0
        })
        .await;
    let before = helper.intake();
    let empty = before.delta.fields.iter().find(|field| {
        let schema = before.schema.iter().find(|one| one.key == field.key);
        schema.is_some_and(|one| one.kind == "text" && !one.own_act) && field.shown && !field.filled
    });
    if let Some(field) = empty {
        let change = Change::Set {
            key: field.key.clone(),
            text: "帮办代填".to_owned(),
            reason: None,
        };
        helper
            .desk
            .edit_intake(&before.id, before.delta.revision, &[change])
            .expect("an edit");
    }

    let prepared = helper.intake();
    let offer = match helper
        .desk
        .hand_over(&prepared.id, None, None)
        .await
        .expect("handed")
    {
        HandOverView::Given { offer } => offer,
        HandOverView::Lacking { lacks } => panic!("{lacks:?}"),
    };
    let view = helper.desk.helper_view().await.expect("the page");
    assert_eq!(
        view.offer.as_ref().map(|it| it.code.as_str()),
        Some(offer.code.as_str())
    );
    assert!(view.drafts[0].offered);

    let strips = window.desk.strips().await.expect("strips");
    assert_eq!(strips.hand_overs.len(), 1);
    assert!(
        !serde_json::to_string(&strips)
            .expect("json")
            .contains(&offer.code)
    );
    window.desk.walk_in("帮办移交").await.expect("a visit");
    let taken = window.desk.take_hand_over(&offer.code).await.expect("taken");
    assert!(taken.opened, "{:?}", taken.why);
    assert_eq!(taken.helper, "周晓");
    let arrived = window.intake();
    let theirs: Vec<_> = prepared.delta.fields.iter().map(said).collect();
    let ours: Vec<_> = arrived.delta.fields.iter().map(said).collect();
    assert_eq!(ours, theirs);
    assert!(
        theirs
            .iter()
            .any(|(_, _, kind, _)| kind.as_deref() == Some("registry"))
    );
    assert_eq!(arrived.slip, prepared.slip);

    let again = late.desk.take_hand_over(&offer.code).await.expect_err("once");
    assert_eq!(again.code, "YC-2814");
    helper.until("the helper's draft is gone", helper_has_none).await;
    let after = helper.desk.helper_view().await.expect("the page");
    assert!(after.drafts.is_empty() && after.lost.is_empty() && after.offer.is_none());

    // The window goes on with it as with its own.
    window
        .until("it is with the hall", |desk| shown(desk).unsent == 0)
        .await;
    let held = late.desk.walk_in("查询").await.expect("a visit");
    assert!(held.intake.is_none());
    let look = late.desk.look_at_held(&arrived.slip).await.expect("a look");
    assert_eq!(
        (look.desk.as_str(), look.name.as_str(), look.ours),
        ("08", "王雨桐", false)
    );
    late.desk.ask_for_draft(&arrived.id).await.expect("asked");
    let asks = window.desk.strips().await.expect("strips").asks;
    assert_eq!(asks[0].name, "李明远");
    window.desk.answer_ask(&asks[0].id, true).await.expect("given");
    let mut late = late;
    late.until("the draft has come", |desk| late_has(desk, &arrived.id))
        .await;
    assert!(window.desk.drafts().expect("drafts").is_empty());
}

fn shown(desk: &Desk) -> DeskView {
    desk.desk_view().expect("a view")
}

fn helper_has_none(desk: &Desk) -> bool {
    desk.drafts().expect("drafts").is_empty()
}

fn late_has(desk: &Desk, id: &str) -> bool {
    let drafts = desk.drafts().expect("drafts");
    drafts.iter().any(|row| row.draft.as_deref() == Some(id))
}
