//! 办件 by pages: however long a list is, one reply is short. Cases come from the hall; without it, as they were
//! last seen here. Drafts and what waits for the hall are this window's own. A supervisor sees the whole hall's.

use cases::deadline::hall_date;
use cases::error::Trouble;
use cases::post::Post;
use cases::roles::Deed;
use cases::wire::record::{CasePage, CaseRow};

use crate::desk::Desk;
use crate::store::{self, outbox};
use crate::trouble;
use crate::view::clerk::{CaseCounts, CaseList, CasePageView};
use crate::view::outcome::CaseRowView;

/// Rows in one reply at most.
const AT_MOST: u32 = 200;
/// Characters of a number or slip code that make it worth looking in the whole hall.
const ENOUGH: usize = 6;
/// Characters of what is looked for; no number, code or name is longer.
const LONGEST: usize = 80;
/// Days before the due day from which a case is near it.
const NEAR_DAYS: i64 = 3;

impl Desk {
    pub async fn case_page(
        &self,
        list: CaseList,
        find: &str,
        offset: u32,
        limit: u32,
    ) -> Result<CasePageView, Trouble> {
        self.permit(Deed::SeeCase)?;
        let limit = limit.min(AT_MOST);
        let find: String = find.trim().chars().take(LONGEST).collect();
        let find = find.as_str();
        match list {
            CaseList::Drafts => Ok(page_of(list, self.drafts()?, find, offset, limit)),
            CaseList::Unsent => Ok(page_of(list, self.unsent_cases()?, find, offset, limit)),
            CaseList::Any if find.chars().count() < ENOUGH => Err(trouble::find_more()),
            CaseList::Mine
            | CaseList::Received
            | CaseList::Supplementing
            | CaseList::Returned
            | CaseList::Due
            | CaseList::Overdue
            | CaseList::ToCollect
            | CaseList::Any => self.hall_page(list, find, offset, limit).await,
        }
    }

    /// How long the lists are that ask for something.
    pub async fn case_counts(&self) -> Result<CaseCounts, Trouble> {
        self.permit(Deed::SeeCase)?;
        let (drafts, unsent) = match self.0.post {
            // Nothing is taken in there.
            Post::Supervisor => (0, 0),
            Post::Clerk | Post::Helper | Post::Kiosk | Post::Wall => {
                (self.drafts()?.len(), self.unsent_cases()?.len())
            }
        };
        Ok(CaseCounts {
            drafts: length(drafts),
            received: self.hall_page(CaseList::Received, "", 0, 0).await?.total,
            supplementing: self.hall_page(CaseList::Supplementing, "", 0, 0).await?.total,
            returned: self.hall_page(CaseList::Returned, "", 0, 0).await?.total,
            due: self.hall_page(CaseList::Due, "", 0, 0).await?.total,
            to_collect: self.hall_page(CaseList::ToCollect, "", 0, 0).await?.total,
            unsent: length(unsent),
        })
    }

    async fn hall_page(
        &self,
        list: CaseList,
        find: &str,
        offset: u32,
        limit: u32,
    ) -> Result<CasePageView, Trouble> {
        let asked = store::cases::Asked {
            stage: match list {
                CaseList::Received => Some("received"),
                CaseList::Supplementing => Some("supplementing"),
                CaseList::ToCollect => Some("completed"),
                CaseList::Drafts
                | CaseList::Mine
                | CaseList::Returned
                | CaseList::Due
                | CaseList::Overdue
                | CaseList::Unsent
                | CaseList::Any => None,
            },
            due_by: match list {
                CaseList::Due => Some(self.day_in(NEAR_DAYS)),
                CaseList::Overdue => Some(self.day_in(-1)),
                CaseList::Drafts
                | CaseList::Mine
                | CaseList::Received
                | CaseList::Supplementing
                | CaseList::Returned
                | CaseList::ToCollect
                | CaseList::Unsent
                | CaseList::Any => None,
            },
            find: find.to_uppercase(),
            names: self.names_seen(),
            burning: match list {
                CaseList::Received
                | CaseList::Supplementing
                | CaseList::Returned
                | CaseList::Due
                | CaseList::Overdue
                | CaseList::ToCollect => true,
                CaseList::Drafts | CaseList::Mine | CaseList::Unsent | CaseList::Any => false,
            },
        };
        let mut path = format!("/v1/case-page?offset={offset}&limit={limit}");
        if asked.burning {
            path.push_str("&order=burning");
        }
        if list == CaseList::Any {
            // In the whole hall only numbers and slip codes count, and they have no blanks.
            let code: String = find.chars().filter(|ch| ch.is_ascii_alphanumeric()).collect();
            if code.len() < ENOUGH {
                return Err(trouble::find_more());
            }
            path.push_str(&format!("&find={code}"));
        } else {
            // Results are handed out, and supplements come in, at any window.
            let anywhere = matches!(list, CaseList::ToCollect | CaseList::Supplementing);
            if self.0.post != Post::Supervisor && !anywhere {
                path.push_str(&format!("&desk={}", self.0.desk));
            }
            for (name, value) in [("stage", asked.stage), ("dueBy", asked.due_by.as_deref())] {
                if let Some(value) = value {
                    path.push_str(&format!("&{name}={value}"));
                }
            }
            if list == CaseList::Due {
                let of = if self.0.post == Post::Supervisor {
                    "hall"
                } else {
                    "window"
                };
                path.push_str(&format!("&warned={of}"));
            }
            if list == CaseList::Returned {
                path.push_str("&returned=true");
            }
            if !find.is_empty() {
                path.push_str(&format!("&find={}", escaped(find)));
            }
        }
        let rooms = self.rooms()?;
        let (page, stale) = match self.0.link.get::<CasePage>(&path).await {
            Ok(page) => {
                // The newest rows are what a window without its hall can show.
                if offset == 0 && list != CaseList::Any {
                    let at = self.0.link.legal_now();
                    rooms.store.mark(|tx| {
                        page.rows
                            .iter()
                            .try_for_each(|row| store::cases::keep(tx, row, at))
                    })?;
                }
                (page, false)
            }
            // What came back is known to the hall alone.
            Err(_) if list == CaseList::Returned => (
                CasePage {
                    total: 0,
                    rows: Vec::new(),
                },
                true,
            ),
            Err(_) => {
                let mut kept = rooms
                    .store
                    .read(|connection| store::cases::page(connection, &asked, offset, limit))?;
                self.light(&mut kept.rows);
                (kept, true)
            }
        };
        Ok(CasePageView {
            list,
            offset,
            total: page.total,
            rows: page.rows.into_iter().map(super::cases_list::view).collect(),
            stale,
        })
    }

    /// Rows that were kept are lit as of now.
    pub(super) fn light(&self, rows: &mut [CaseRow]) {
        let Ok(book) = self.shelf() else { return };
        let now = self.0.link.legal_now();
        for clock in rows.iter_mut().filter_map(|row| row.clock.as_mut()) {
            clock.lit(now, &book.catalogue.calendar);
        }
    }

    fn day_in(&self, days: i64) -> String {
        let today = hall_date(self.0.link.legal_now());
        let day = today.checked_add(jiff::Span::new().days(days));
        day.unwrap_or(today).to_string()
    }

    /// Drafts whose receipt or acceptance the hall has not answered.
    fn unsent_cases(&self) -> Result<Vec<CaseRowView>, Trouble> {
        let waiting = self.rooms()?.store.read(outbox::waiting_cases)?;
        let drafts = self.drafts()?;
        let is_waiting =
            |row: &CaseRowView| waiting.iter().any(|id| row.draft.as_deref() == Some(id.as_str()));
        Ok(drafts.into_iter().filter(is_waiting).collect())
    }
}

/// As it may stand in an address.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn length(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// A piece of a list that is here whole.
fn page_of(list: CaseList, rows: Vec<CaseRowView>, find: &str, offset: u32, limit: u32) -> CasePageView {
    let code = find.to_uppercase();
    let fits =
        |row: &CaseRowView| find.is_empty() || row.slip.starts_with(&code) || row.item_name.contains(find);
    let rows: Vec<CaseRowView> = rows.into_iter().filter(fits).collect();
    let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
    CasePageView {
        list,
        offset,
        total: length(rows.len()),
        rows: rows.into_iter().skip(at(offset)).take(at(limit)).collect(),
        stale: false,
    }
}
