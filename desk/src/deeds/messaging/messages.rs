//! What concerns this window of calls and messages, asked of the hall anew.

use cases::error::Trouble;
use cases::post::Post;
use cases::roles::Deed;
use cases::support::call::{HelperHere, SupportCall, SupportKind};
use cases::support::message::Audience;
use cases::wire::support::{Heard, Posted};

use crate::desk::Desk;
use crate::view::messages::{HelperHereView, MessagesView, NoticeView, PostedView, SupportView};

impl Desk {
    pub async fn messages(&self) -> Result<MessagesView, Trouble> {
        let session = self.permit(Deed::SeeQueue)?;
        let link = &self.0.link;
        let support = |call: &SupportCall| support_view(call, &session.staff);
        Ok(match self.0.post {
            Post::Supervisor => {
                let calls: Vec<SupportCall> = link.get("/v1/supports").await?;
                let helpers: Vec<HelperHere> = link.get("/v1/supports/helpers").await?;
                let posted: Vec<Posted> = link.get("/v1/messages/posted").await?;
                MessagesView {
                    calls: calls.iter().map(support).collect(),
                    helpers: helpers.into_iter().map(helper_view).collect(),
                    posted: posted.into_iter().map(posted_view).collect(),
                    ..MessagesView::default()
                }
            }
            Post::Clerk | Post::Helper => {
                let heard: Vec<Heard> = link.get("/v1/messages").await?;
                let calls: Vec<SupportCall> = link.get("/v1/supports/mine").await?;
                let own = |kind: SupportKind| {
                    calls
                        .iter()
                        .find(|call| call.kind == kind && call.desk == self.0.desk)
                        .map(support)
                };
                MessagesView {
                    support: own(SupportKind::Support),
                    quiet: own(SupportKind::QuietAlarm),
                    sent_to: calls
                        .iter()
                        .filter(|call| call.desk != self.0.desk)
                        .map(support)
                        .collect(),
                    notices: heard.into_iter().map(notice_view).collect(),
                    ..MessagesView::default()
                }
            }
            Post::Kiosk | Post::Wall => {
                let heard: Vec<Heard> = link.get("/v1/messages").await?;
                MessagesView {
                    notices: heard.into_iter().map(notice_view).collect(),
                    ..MessagesView::default()
                }
            }
        })
    }
}

fn support_view(call: &SupportCall, staff: &str) -> SupportView {
    let taken = call.taken.as_ref();
    SupportView {
        id: call.id.to_string(),
        desk: call.desk.clone(),
        kind: call.kind.word().to_owned(),
        why: call.why.map(|why| why.word().to_owned()),
        note: call.note.clone(),
        at: call.at.to_string(),
        taken_by: taken.map(|taken| taken.name.clone()),
        taken_at: taken.map(|taken| taken.at.to_string()),
        helper: taken.and_then(|taken| Some(taken.helper.as_ref()?.name.clone())),
        mine: taken.is_some_and(|taken| taken.staff == staff),
    }
}

fn helper_view(helper: HelperHere) -> HelperHereView {
    HelperHereView {
        staff: helper.staff,
        name: helper.name,
        desk: helper.desk,
    }
}

fn notice_view(heard: Heard) -> NoticeView {
    let message = heard.message;
    NoticeView {
        id: message.id.to_string(),
        own: matches!(message.to, Audience::Window { .. }),
        text: message.text,
        urgent: message.urgent,
        by: message.by,
        at: message.at.to_string(),
        until: message.until.to_string(),
        acknowledged: heard.acknowledged,
    }
}

fn posted_view(posted: Posted) -> PostedView {
    let message = posted.message;
    let (to, of) = match message.to {
        Audience::All => ("all", None),
        Audience::Group { group } => ("group", Some(group)),
        Audience::Windows => ("windows", None),
        Audience::Walls => ("walls", None),
        Audience::Window { desk } => ("window", Some(desk)),
    };
    PostedView {
        id: message.id.to_string(),
        to: to.to_owned(),
        of,
        text: message.text,
        urgent: message.urgent,
        by: message.by,
        at: message.at.to_string(),
        until: message.until.to_string(),
        acknowledged: posted.acknowledged.into_iter().map(|one| one.desk).collect(),
    }
}
