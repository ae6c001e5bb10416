//! Which items somebody may do a deed for (事项权限): limits as data over the table of roles.
//!
//! Without a limit every item is his role's. A limit names whom it holds for, which deeds, and the items that are
//! left to him; several limits narrow each other, so that adding one never opens anything.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Deed, Role};
use crate::catalogue::{Catalogue, Item};
use crate::queue::{Window, WindowState};

/// One limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Limit {
    /// Whom it holds for, by role.
    pub roles: Vec<Role>,
    /// Whom it holds for, by 工号.
    pub staff: Vec<String>,
    /// Deeds it holds for; none named is every deed with an item.
    pub deeds: Vec<Deed>,
    /// Ids of items that stay permitted.
    pub items: Vec<String>,
    /// Departments whose items stay permitted, by credit code.
    pub departments: Vec<String>,
    /// 领域 whose items stay permitted: the department's short name, 市监, 人社 …
    pub domains: Vec<String>,
}

impl Limit {
    fn holds_for(&self, who: Who<'_>, deed: Deed) -> bool {
        let named = self.roles.contains(&who.role) || self.staff.iter().any(|staff| staff == who.staff);
        named && (self.deeds.is_empty() || self.deeds.contains(&deed))
    }

    fn covers(&self, item: &Item) -> bool {
        self.items.contains(&item.id)
            || self.departments.contains(&item.department_uscc)
            || self.domains.contains(&item.department_short)
    }

    /// The first thing it names that the catalogue does not have, or `*` where it holds for nobody.
    pub fn unknown<'a>(&'a self, catalogue: &Catalogue) -> Option<&'a str> {
        if self.roles.is_empty() && self.staff.is_empty() {
            return Some("*");
        }
        let known =
            |of: fn(&Item) -> &String, name: &String| catalogue.items.iter().any(|item| of(item) == name);
        let missing =
            |names: &'a [String], of: fn(&Item) -> &String| names.iter().find(|name| !known(of, name));
        missing(&self.items, |item| &item.id)
            .or_else(|| missing(&self.departments, |item| &item.department_uscc))
            .or_else(|| missing(&self.domains, |item| &item.department_short))
            .map(String::as_str)
    }
}

/// Who wants to do something, under the limits of the hall.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    pub role: Role,
    /// 工号
    pub staff: &'a str,
    pub limits: &'a [Limit],
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("the role does not permit the deed")]
    Role,
    #[error("the item is not his")]
    Item,
}

/// Whether somebody may do a deed for an item. A deed that meets no item is judged by the role alone.
pub fn may(who: Who<'_>, deed: Deed, item: Option<&Item>) -> Result<(), Denied> {
    if !super::may(who.role, deed) {
        return Err(Denied::Role);
    }
    let mut limits = who.limits.iter().filter(|limit| limit.holds_for(who, deed));
    match item {
        Some(item) if !limits.all(|limit| limit.covers(item)) => Err(Denied::Item),
        Some(_) | None => Ok(()),
    }
}

/// Ids of the items a deed is permitted for; `None` is all of them.
pub fn reach(who: Who<'_>, deed: Deed, catalogue: &Catalogue) -> Option<Vec<String>> {
    if !who.limits.iter().any(|limit| limit.holds_for(who, deed)) {
        return None;
    }
    let items = catalogue.items.iter();
    let own = items.filter(|item| may(who, deed, Some(item)).is_ok());
    Some(own.map(|item| item.id.clone()).collect())
}

/// The open windows whose clerk takes an item in and accepts it.
pub fn takers<'a>(windows: &'a [Window], limits: &[Limit], item: &Item) -> Vec<&'a Window> {
    let takes = |staff: &str| {
        let who = Who {
            role: Role::Clerk,
            staff,
            limits,
        };
        [Deed::SaveDraft, Deed::Receive, Deed::Accept]
            .into_iter()
            .all(|deed| may(who, deed, Some(item)).is_ok())
    };
    let open = windows
        .iter()
        .filter(|window| window.state != WindowState::Closed);
    open.filter(|window| window.staff.as_deref().is_some_and(takes))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::demonstration;

    /// An item of the limit, one beyond it, and none.
    const WITHIN: &str = "rs-retire";
    const BEYOND: &str = "scjg-food-licence";

    /// Every cell stated: for clerk, supervisor, helper, admin, device whether the deed is permitted for an item
    /// of their limit, for one beyond it, and without an item.
    const TABLE: [(Deed, [&str; 5]); 43] = [
        (Deed::IssueTicket, ["+-+", "+-+", "+-+", "---", "+-+"]),
        (Deed::SeeQueue, ["+-+", "+-+", "+-+", "+-+", "+-+"]),
        (Deed::RunWindow, ["+-+", "---", "---", "---", "---"]),
        (Deed::CallNext, ["+-+", "---", "---", "---", "---"]),
        (Deed::HandleTicket, ["+-+", "---", "---", "---", "---"]),
        (Deed::OpenWalkIn, ["+-+", "---", "+-+", "---", "---"]),
        (Deed::Identify, ["+-+", "---", "+-+", "---", "---"]),
        (Deed::Query, ["+-+", "---", "+-+", "---", "---"]),
        (Deed::ReadLicence, ["+-+", "---", "+-+", "---", "---"]),
        (Deed::Unmask, ["+-+", "---", "---", "---", "---"]),
        (Deed::AskApplicant, ["+-+", "---", "---", "---", "---"]),
        (Deed::Consult, ["+-+", "---", "+-+", "---", "---"]),
        (Deed::SaveDraft, ["+-+", "---", "+-+", "---", "---"]),
        (Deed::TakeDraft, ["+-+", "+-+", "---", "---", "---"]),
        (Deed::TakeSignature, ["+-+", "---", "---", "---", "---"]),
        (Deed::Receive, ["+-+", "---", "---", "---", "---"]),
        (Deed::Accept, ["+-+", "---", "---", "---", "---"]),
        (Deed::Refuse, ["+-+", "---", "---", "---", "---"]),
        (Deed::Supplement, ["+-+", "---", "---", "---", "---"]),
        (Deed::Withdraw, ["+-+", "---", "---", "---", "---"]),
        (Deed::Deliver, ["+-+", "---", "---", "---", "---"]),
        (Deed::VoidCase, ["+-+", "---", "---", "---", "---"]),
        (Deed::SeeCase, ["+-+", "+-+", "---", "---", "---"]),
        (Deed::SeePaper, ["+-+", "+-+", "---", "---", "---"]),
        (Deed::HandMaterials, ["+-+", "+-+", "---", "---", "---"]),
        (Deed::KeepSeal, ["+-+", "+-+", "---", "---", "---"]),
        (Deed::AskHelp, ["+-+", "+-+", "---", "---", "+-+"]),
        (Deed::GiveHelp, ["---", "---", "+-+", "---", "---"]),
        (Deed::KeepMandate, ["---", "---", "+-+", "---", "---"]),
        (Deed::HandOver, ["---", "---", "+-+", "---", "---"]),
        (Deed::SeeBoard, ["---", "+-+", "---", "---", "---"]),
        (Deed::ManageWindows, ["---", "+-+", "---", "---", "---"]),
        (Deed::FollowUp, ["---", "+-+", "---", "---", "---"]),
        (Deed::AskApproval, ["+-+", "---", "---", "---", "---"]),
        (Deed::AnswerApproval, ["---", "+-+", "---", "---", "---"]),
        (Deed::CallSupport, ["+-+", "---", "+-+", "---", "---"]),
        (Deed::Broadcast, ["---", "+-+", "---", "---", "---"]),
        (Deed::WatchLooks, ["---", "+-+", "---", "---", "---"]),
        (Deed::ListLooks, ["+-+", "---", "---", "---", "---"]),
        (Deed::AskGrant, ["---", "+-+", "---", "+-+", "---"]),
        (Deed::ApproveGrant, ["---", "+-+", "---", "---", "---"]),
        (Deed::VerifyAudit, ["---", "+-+", "---", "+-+", "---"]),
        (Deed::PublishCatalogue, ["---", "+-+", "---", "+-+", "---"]),
    ];

    fn domain(of: Limit) -> Limit {
        Limit {
            domains: vec!["人社".to_owned()],
            ..of
        }
    }

    #[test]
    fn every_cell_of_roles_deeds_and_items() {
        let catalogue = demonstration();
        let items = [catalogue.item(WITHIN), catalogue.item(BEYOND), None];
        assert_eq!(items.map(|item| item.is_some()), [true, true, false]);
        assert_eq!(TABLE.map(|row| row.0).to_vec(), Deed::all().collect::<Vec<_>>());
        let by_role = domain(Limit {
            roles: Role::ALL.to_vec(),
            ..Limit::default()
        });
        let by_number = domain(Limit {
            staff: vec!["0826".to_owned()],
            ..Limit::default()
        });
        for limit in [by_role, by_number] {
            for (deed, row) in TABLE {
                for (role, expected) in Role::ALL.into_iter().zip(row) {
                    let who = Who {
                        role,
                        staff: "0826",
                        limits: std::slice::from_ref(&limit),
                    };
                    let found: String = items
                        .map(|item| if may(who, deed, item).is_ok() { '+' } else { '-' })
                        .into_iter()
                        .collect();
                    assert_eq!(found, expected, "{role:?} {deed:?} {limit:?}");
                    // Nobody else's limit narrows anything.
                    let other = Who { staff: "0827", ..who };
                    let free = may(other, deed, items[1]).is_ok();
                    let named = limit.roles.contains(&role);
                    assert_eq!(free, !named && super::super::may(role, deed), "{role:?} {deed:?}");
                }
            }
        }
    }

    #[test]
    fn a_limit_says_why_and_several_narrow_each_other() {
        let catalogue = demonstration();
        let item = |id: &str| catalogue.item(id).unwrap();
        let limits = [
            domain(Limit {
                staff: vec!["0828".to_owned()],
                items: vec!["ga-idcard".to_owned()],
                departments: vec![item("yb-transfer").department_uscc.clone()],
                ..Limit::default()
            }),
            Limit {
                roles: vec![Role::Clerk],
                deeds: vec![Deed::Accept],
                items: vec!["rs-retire".to_owned(), "ga-idcard".to_owned()],
                ..Limit::default()
            },
        ];
        let who = |role, staff| Who {
            role,
            staff,
            limits: &limits,
        };
        let check = |staff, deed, id, expected| {
            assert_eq!(
                may(who(Role::Clerk, staff), deed, Some(item(id))),
                expected,
                "{staff} {deed:?} {id}"
            );
        };
        check("0828", Deed::SaveDraft, "rs-socialcard", Ok(()));
        check("0828", Deed::SaveDraft, "yb-transfer", Ok(()));
        check("0828", Deed::SaveDraft, "ga-idcard", Ok(()));
        check("0828", Deed::SaveDraft, "ga-birth-hukou", Err(Denied::Item));
        check("0828", Deed::Accept, "rs-socialcard", Err(Denied::Item));
        check("0828", Deed::Accept, "rs-retire", Ok(()));
        check("0826", Deed::SaveDraft, "ga-birth-hukou", Ok(()));
        check("0826", Deed::Accept, "ga-birth-hukou", Err(Denied::Item));
        check("0828", Deed::HandOver, "rs-retire", Err(Denied::Role));
        let helper = who(Role::Helper, "0830");
        assert_eq!(may(helper, Deed::SaveDraft, Some(item("ga-birth-hukou"))), Ok(()));

        assert_eq!(reach(helper, Deed::SaveDraft, catalogue), None);
        assert_eq!(reach(who(Role::Clerk, "0826"), Deed::SaveDraft, catalogue), None);
        assert_eq!(
            reach(who(Role::Clerk, "0826"), Deed::Accept, catalogue).unwrap(),
            ["rs-retire", "ga-idcard"]
        );
        let nothing = [Limit {
            roles: vec![Role::Clerk],
            ..Limit::default()
        }];
        let who = Who {
            role: Role::Clerk,
            staff: "0826",
            limits: &nothing,
        };
        assert_eq!(reach(who, Deed::Accept, catalogue).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn windows_that_take_an_item_are_named() {
        let catalogue = demonstration();
        let now = "2026-11-20T02:00:00Z".parse().unwrap();
        let window = |desk: &str, staff: Option<&str>| Window {
            state: if staff.is_some() {
                WindowState::Free
            } else {
                WindowState::Closed
            },
            staff: staff.map(str::to_owned),
            ..Window::closed(desk, vec!["C".to_owned()], now)
        };
        let windows = [
            window("05", Some("0828")),
            window("08", Some("0826")),
            window("10", None),
        ];
        let limits = [domain(Limit {
            staff: vec!["0828".to_owned()],
            ..Limit::default()
        })];
        let desks = |id: &str| {
            let takers = takers(&windows, &limits, catalogue.item(id).unwrap());
            takers
                .into_iter()
                .map(|window| window.desk.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(desks(WITHIN), ["05", "08"]);
        assert_eq!(desks(BEYOND), ["08"]);
    }

    #[test]
    fn a_limit_that_names_nothing_known_is_told() {
        let catalogue = demonstration();
        let check = |limit: Limit, expected: Option<&str>| assert_eq!(limit.unknown(catalogue), expected);
        let clerk = || Limit {
            roles: vec![Role::Clerk],
            ..Limit::default()
        };
        check(clerk(), None);
        check(domain(clerk()), None);
        check(domain(Limit::default()), Some("*"));
        check(
            Limit {
                items: vec!["rs-retire".to_owned(), "rs-retired".to_owned()],
                ..clerk()
            },
            Some("rs-retired"),
        );
        check(
            Limit {
                departments: vec!["人社".to_owned()],
                ..clerk()
            },
            Some("人社"),
        );
    }
}
