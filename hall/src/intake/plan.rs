//! What a receipt and an acceptance will say. Everything is decided here but the numbers, which are given
//! inside the transaction.

use std::collections::BTreeMap;
use std::sync::Arc;

use cases::approval::About;
use cases::case::first_told::ListedAs;
use cases::case::{Body, Demand, Draft, FirstTold, Listed, Situated, Told};
use cases::catalogue::{Catalogue, Item};
use cases::deadline::{Due, Promise, Unit, hall_date};
use cases::error::Trouble;
use cases::form::{Candidate, Cell};
use cases::identity::mask;
use cases::material::{Held, Slot};
use cases::notice::{
    self, AcceptanceFacts, AddedTo, CommitmentFacts, Content, Defect, GuidanceFacts, Head, Limit,
    NeededMaterial, NextStep, NotNeededFacts, Person, PromisedMatter, ReceiptFacts, ReceivedForm,
    ReceivedMaterial, Reference, RefusalFacts, SupplementFacts, received_lines,
};
use cases::review::Finding;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::fault::{self, Fault};
use crate::law::{Counting, HallFacts};

/// What both plans stand on.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The edition the draft is pinned to.
    pub catalogue: Arc<Catalogue>,
    pub hall: Arc<HallFacts>,
    pub counting: Arc<Counting>,
    pub draft: Draft,
}

/// 收件
#[derive(Debug, Clone)]
pub struct ReceivePlan {
    pub ground: Ground,
    /// Legal time.
    pub received_at: Timestamp,
    /// The window's own time, where the hall dated the receipt anew.
    pub desk_received_at: Option<Timestamp>,
    /// What was printed and handed out at the window.
    pub printed: Option<Printed>,
    /// Why acceptance has to wait, where it was asked for: the case is accepted when the line is back.
    pub why: Option<Trouble>,
    /// Of an acceptance that waits: see [`AcceptPlan::approval`].
    pub approval: Option<Uuid>,
    /// Why it is only received, where that was chosen (只收件).
    pub reason: Option<String>,
}

/// 一次告知补正
#[derive(Debug, Clone)]
pub struct SupplementPlan {
    pub ground: Ground,
    pub demands: Vec<Demand>,
    pub told_at: Timestamp,
    /// The last day for supplementing.
    pub until: Date,
    /// Of a second notice.
    pub approval: Option<Uuid>,
}

/// 补正收件
#[derive(Debug, Clone)]
pub struct ReturnPlan {
    pub ground: Ground,
    /// What the review still finds.
    pub findings: Vec<Finding>,
}

/// 一次告知 at the window
#[derive(Debug, Clone)]
pub struct TellOncePlan {
    pub ground: Ground,
    pub told: FirstTold,
    pub printed: Printed,
}

/// A paper as a window printed it.
#[derive(Debug, Clone)]
pub struct Printed {
    pub digest: String,
    pub bytes: Vec<u8>,
    pub pages: u32,
}

/// 受理
#[derive(Debug, Clone)]
pub struct AcceptPlan {
    pub ground: Ground,
    pub accepted_at: Timestamp,
    /// 视为受理: it is dated at receipt because nothing was told in time.
    pub deemed: bool,
    /// What the review found and the law accepts all the same, for the department.
    pub remarks: Vec<String>,
    /// Under which an open case of the same matter does not stop it.
    pub approval: Option<Uuid>,
}

/// 不予受理. What it says stands in the approval.
#[derive(Debug, Clone)]
pub struct RefusePlan {
    pub ground: Ground,
    pub approval: Uuid,
    pub refused_at: Timestamp,
}

/// What the transaction adds to an acceptance.
#[derive(Debug, Clone)]
pub struct Numbers {
    pub case_number: String,
    pub notice_number: String,
    pub received_at: Timestamp,
}

impl Ground {
    pub fn item(&self) -> Result<&Item, Fault> {
        self.catalogue
            .item(&self.draft.item)
            .ok_or_else(fault::no_such_item)
    }

    pub fn notify_by(&self, received_at: Timestamp) -> Due {
        self.counting.notify_by(received_at)
    }

    /// Digests of the files that the materials refer to, each once.
    pub fn pieces(&self) -> Vec<&str> {
        let mut digests: Vec<&str> = Vec::new();
        for slot in &self.draft.slots {
            let files = match &slot.held {
                Some(Held::Files { pieces }) => pieces.as_slice(),
                Some(
                    Held::Licence { .. }
                    | Held::Verified { .. }
                    | Held::Paper { .. }
                    | Held::Generated { .. },
                )
                | None => &[],
            };
            let signed = slot.signature().map(|signature| &signature.piece);
            for digest in files.iter().map(|piece| &piece.digest).chain(signed) {
                if !digests.contains(&digest.as_str()) {
                    digests.push(digest);
                }
            }
        }
        digests
    }

    /// 收件凭证
    pub fn receipt(
        &self,
        item: &Item,
        received_at: Timestamp,
        desk_received_at: Option<Timestamp>,
        case_number: Option<String>,
        next_step: Option<NextStep>,
    ) -> Content {
        let facts = ReceiptFacts {
            head: Head {
                body: self.hall.name.clone(),
                case_number,
                ..self.head(item)
            },
            received_at,
            desk_received_at,
            checked: self.checked(),
            notify_by: Some(self.notify_by(received_at))
                .filter(|due| !due.provisional)
                .map(|due| due.day),
            materials: self.received_materials(item),
            promised: self.draft.promised_lines(item, hall_date(received_at)),
            commitment: self.draft.is_by_commitment(item),
            objections: self.draft.objections_shown(),
            next_step,
        };
        notice::receipt::content(&facts, &self.catalogue.wording)
    }

    /// What every paper of this case starts with: issued by the item's department, without any number.
    pub fn head(&self, item: &Item) -> Head {
        Head {
            realm: self.hall.realm,
            body: item.department.clone(),
            number: None,
            case_number: None,
            slip_code: Some(self.draft.slip.clone()),
            item_name: item.name.clone(),
            item_code: item.implementation_code.clone(),
            licence: item.is_licence(),
            applicants: self.applicants(item),
            agent: self.agent(),
            window: self.window(),
            clerk: self.draft.clerk.clone(),
            consult_phone: item.consult_phone.clone(),
            references: Vec::new(),
        }
    }

    /// What a notice with this list tells by text message, as its paper does.
    pub fn told_in_words(&self, item: &Item, listed: &[Listed], now: Timestamp) -> String {
        let mut facts = GuidanceFacts::of_item(item, self.head(item), hall_date(now));
        for one in listed {
            match one.what(item) {
                ListedAs::Material(material) => facts.materials.push(NeededMaterial::of(material)),
                ListedAs::Person => facts.to_come.push(one.name.clone()),
                ListedAs::Party => {}
                ListedAs::Other => facts.materials.push(NeededMaterial::named(&one.name)),
            }
        }
        notice::guidance::in_words(&facts, &self.catalogue.wording)
    }

    /// 不予受理通知书, or 不受理告知书 where the ground is that nothing is needed; without a number it is what the paper will say.
    pub fn refusal(
        &self,
        item: &Item,
        about: &About,
        number: Option<String>,
        (applied_at, decided_at): (Timestamp, Timestamp),
    ) -> Result<Content, Fault> {
        let About::Refusal {
            ground,
            basis,
            reasons,
            right_body,
            ..
        } = about
        else {
            return Err(fault::approval_other());
        };
        let known = self
            .catalogue
            .rules
            .ground(item, ground)
            .ok_or_else(fault::no_ground)?;
        let mut materials = self.received_materials(item);
        // What is electronic was not handed over.
        materials.retain(|material| material.form != ReceivedForm::Electronic);
        if known.not_needed {
            let facts = NotNeededFacts {
                head: Head {
                    number,
                    ..self.head(item)
                },
                basis: basis.clone(),
                reasons: reasons.clone(),
                advice: None,
                materials,
                applied_on: hall_date(applied_at),
                told_on: hall_date(decided_at),
            };
            return Ok(notice::not_needed::content(&facts, &self.catalogue.wording));
        }
        let facts = RefusalFacts {
            head: Head {
                number,
                ..self.head(item)
            },
            ground: known.zh.clone(),
            basis: basis.clone(),
            reasons: reasons.clone(),
            right_body: right_body.as_ref().map(|body| body.name.clone()),
            materials,
            applied_on: hall_date(applied_at),
            decided_on: hall_date(decided_at),
        };
        Ok(notice::refusal::content(&facts, &self.catalogue.wording))
    }

    /// 收件凭证 of what was handed in after the receipt of the case. The five days run anew when everything is there.
    pub fn receipt_of(
        &self,
        item: &Item,
        received_at: Timestamp,
        materials: Vec<ReceivedMaterial>,
        is_complete: bool,
    ) -> Content {
        let facts = ReceiptFacts {
            head: Head {
                body: self.hall.name.clone(),
                ..self.head(item)
            },
            received_at,
            desk_received_at: None,
            checked: self.checked(),
            notify_by: Some(self.notify_by(received_at))
                .filter(|due| is_complete && !due.provisional)
                .map(|due| due.day),
            materials,
            objections: Vec::new(),
            next_step: None,
            promised: Vec::new(),
            commitment: false,
        };
        notice::receipt::content(&facts, &self.catalogue.wording)
    }

    /// What is held in this draft and was not held, or not so, in the one before.
    pub fn handed_in_since(&self, item: &Item, before: &Draft) -> Vec<ReceivedMaterial> {
        let slots = self.draft.slots.iter();
        slots
            .filter(|slot| {
                before.slot(&slot.material).and_then(|slot| slot.held.as_ref()) != slot.held.as_ref()
            })
            .filter_map(|slot| Some((item.material(&slot.material)?.name.as_str(), slot)))
            .flat_map(|(name, slot)| received_lines(name, slot))
            .collect()
    }

    /// Materials as the catalogue wants them on paper.
    pub fn on_paper(&self, item: &Item, materials: &[String]) -> Vec<ReceivedMaterial> {
        let known = materials.iter().filter_map(|id| item.material(id));
        known
            .map(|material| ReceivedMaterial {
                name: material.name.clone(),
                form: if material.originals > 0 {
                    ReceivedForm::Original
                } else {
                    ReceivedForm::Copy
                },
                copies: material.originals.max(material.copies).max(1),
                pages: 1,
                returned: false,
                remark: None,
            })
            .collect()
    }

    /// 补正期限: the last day, counted from the day it is told.
    pub fn cure_by(&self, told_at: Timestamp) -> Due {
        let limit = Promise {
            days: self.catalogue.rules.supplement.days,
            unit: Unit::WorkingDays,
        };
        self.counting.due(told_at, limit)
    }

    /// 告知承诺书, where the applicant chose to promise in place of proof.
    pub fn commitment(&self, item: &Item, number: String, case_number: &str, at: Timestamp) -> Content {
        let proven = item
            .materials
            .iter()
            .filter(|material| material.source == "告知承诺");
        let basis = self.catalogue.rules.supplement.basis(item);
        let facts = CommitmentFacts {
            head: Head {
                number: Some(number),
                case_number: Some(case_number.to_owned()),
                ..self.head(item)
            },
            matters: proven
                .map(|material| PromisedMatter {
                    name: material.name.clone(),
                    content: material.name.clone(),
                    basis: basis.clone(),
                })
                .collect(),
            promises: item.conditions.clone(),
            promised_on: hall_date(at),
            signed: None,
        };
        notice::commitment::content(&facts, &self.catalogue.wording)
    }

    fn window(&self) -> String {
        format!("综合窗口{}", self.draft.desk)
    }

    /// How whoever stands at the window was identified.
    fn checked(&self) -> Option<String> {
        self.draft.party.person.checked().map(str::to_owned)
    }

    fn applicants(&self, item: &Item) -> Vec<Person> {
        let party = &self.draft.party;
        let mut people = vec![match &party.body {
            Some(body) => of_body("申请人", body),
            None => self.of_person("申请人", &party.person),
        }];
        for subject in item.person_subjects() {
            let present = self
                .catalogue
                .rules
                .subjects
                .get(subject)
                .is_some_and(|rule| rule.present);
            if let Some(person) = self.draft.subjects.get(subject).filter(|_| present)
                && person.id_number != party.person.id_number
            {
                people.push(self.of_person("申请人", person));
            }
        }
        people
    }

    fn agent(&self) -> Option<Person> {
        let party = &self.draft.party;
        (party.as_agent || party.body.is_some()).then(|| self.of_person("经办人", &party.person))
    }

    fn of_person(&self, role: &str, person: &cases::case::Person) -> Person {
        Person {
            role: role.to_owned(),
            name: person.name.clone(),
            id_kind: self.catalogue.codes.name_of("idType", &person.id_type).to_owned(),
            id_shown: mask::document(&person.id_number),
        }
    }

    /// What was handed over and lies at the hall; what is electronic was not.
    pub fn handed_over(&self, item: &Item) -> Vec<ReceivedMaterial> {
        let mut materials = self.received_materials(item);
        materials.retain(|material| material.form != ReceivedForm::Electronic);
        materials
    }

    pub fn received_materials(&self, item: &Item) -> Vec<ReceivedMaterial> {
        self.draft
            .slots
            .iter()
            .filter_map(|slot| Some((item.material(&slot.material)?.name.as_str(), slot)))
            .flat_map(|(name, slot)| received_lines(name, slot))
            .collect()
    }
}

impl SupplementPlan {
    /// 补正材料告知书
    pub fn notice(
        &self,
        item: &Item,
        told: &Told,
        received_at: Timestamp,
        added_to: Option<AddedTo>,
    ) -> Content {
        let ground = &self.ground;
        let facts = SupplementFacts {
            head: Head {
                number: Some(told.number.clone()),
                ..ground.head(item)
            },
            received_on: hall_date(received_at),
            told_on: told.on,
            defects: told.demands.iter().map(Defect::of).collect(),
            added_to,
            until: told.until,
        };
        notice::supplement::content(&facts, &ground.catalogue.wording)
    }
}

impl AcceptPlan {
    pub fn due(&self, item: &Item) -> Due {
        self.ground.counting.due(self.accepted_at, item.limits().promised)
    }

    /// 受理通知书
    pub fn notice(&self, item: &Item, numbers: &Numbers, replaces: Option<Reference>) -> Content {
        let ground = &self.ground;
        let facts = AcceptanceFacts {
            head: Head {
                number: Some(numbers.notice_number.clone()),
                case_number: Some(numbers.case_number.clone()),
                references: replaces.into_iter().collect(),
                ..ground.head(item)
            },
            received_on: hall_date(numbers.received_at),
            accepted_on: hall_date(self.accepted_at),
            deemed: self.deemed,
            statutory: limit(
                item.statutory_days,
                &item.statutory_day_unit,
                ground.counting.due(self.accepted_at, item.limits().statutory),
            ),
            promised: limit(item.promised_days, &item.day_unit, self.due(item)),
            special_procedures: item
                .special_procedures
                .iter()
                .map(|step| notice::SpecialProcedure {
                    name: step.name.clone(),
                    days: step.days,
                    counts_in_limit: step.counts_in_limit,
                })
                .collect(),
            departments: vec![item.department.clone()],
            result: item.result.clone(),
            result_way: ground.result_way(),
            fee: Some(item.fee.clone()),
        };
        notice::acceptance::content(&facts, &ground.catalogue.wording)
    }

    /// The parcel of the department contract, without what differs from attempt to attempt.
    pub fn parcel(&self, item: &Item, id: Uuid, numbers: &Numbers) -> Json {
        let draft = &self.ground.draft;
        let applicant = match &draft.party.body {
            Some(body) => {
                json!({ "kind": "body", "name": body.name, "idType": "001", "idNumber": body.uscc })
            }
            None => person_json(&draft.party.person),
        };
        let acts_for_other = draft.party.as_agent || draft.party.body.is_some();
        let here = draft.situated(item, hall_date(self.accepted_at));
        json!({
            "parcelId": id,
            "caseNumber": numbers.case_number,
            "slipCode": draft.slip,
            "bundle": null,
            "item": {
                "id": item.id,
                "code": item.business_item_code,
                "name": item.name,
                "department": item.department,
                "departmentUscc": item.department_uscc,
            },
            "applicant": applicant,
            "agent": if acts_for_other { person_json(&draft.party.person) } else { Json::Null },
            "acceptedAt": self.accepted_at,
            "dueDay": self.due(item).day,
            "noticeNumber": numbers.notice_number,
            "form": form_json(item, draft, &here),
            "materials": materials_json(item, &draft.slots, &here),
            "remarks": self.remarks,
            "objections": objections_json(draft),
        })
    }
}

fn of_body(role: &str, body: &Body) -> Person {
    Person {
        role: role.to_owned(),
        name: body.name.clone(),
        id_kind: "统一社会信用代码".to_owned(),
        id_shown: body.uscc.clone(),
    }
}

fn limit(days: u32, unit: &str, due: Due) -> Limit {
    Limit {
        days,
        unit: unit.to_owned(),
        due: (!due.provisional).then_some(due.day),
    }
}

/// With how surely he was identified, where he stood at the window.
fn person_json(person: &cases::case::Person) -> Json {
    let verified = person.verified.as_ref();
    let identity = verified.and_then(|verified| {
        let grade = verified.how.grade()?;
        Some(json!({ "grade": grade, "how": verified.how, "at": verified.at }))
    });
    json!({ "kind": "person", "name": person.name, "idType": person.id_type, "idNumber": person.id_number,
        "identity": identity })
}

/// What is on the form; what an earlier answer left behind is none of the case.
fn form_json(item: &Item, draft: &Draft, here: &Situated<'_>) -> Vec<Json> {
    let cells: BTreeMap<_, _> = draft.form.iter().collect();
    item.fields
        .iter()
        .filter(|field| here.shows(field))
        .filter_map(|field| {
            let cell = cells.get(&field.key)?;
            let held = cell.held.as_ref().filter(|_| cell.is_filled())?;
            Some(json!({
                "key": field.key,
                "label": field.label,
                "dataElement": field.data_element,
                "value": held.value,
                "source": held.from.kind.word(),
                "provider": held.from.provider,
                "asOf": held.from.as_of,
                "grant": held.from.grant,
                "dataset": held.from.dataset,
                "recordId": held.from.record_id,
                "readAt": held.from.at,
                "base": held.from.base,
                "consent": held.from.consent,
                "earlier": held.from.earlier,
                "raw": held.from.raw,
                "reason": cell.decided.as_ref().map(|decision| &decision.reason),
                "others": others(cell, held),
                "confirmedBy": cell.decided.as_ref().map(|decision| &decision.by),
            }))
        })
        .collect()
}

/// 数据校核: where the case goes on with what the applicant states while a source is asked to verify.
fn objections_json(draft: &Draft) -> Vec<Json> {
    let raised = draft.heard.objections.iter();
    raised
        .map(|one| {
            json!({
                "id": one.id,
                "field": one.field,
                "dataElement": one.element,
                "dataset": one.dataset,
                "provider": one.provider,
                "recordId": one.record_id,
                "sourceValue": one.theirs,
                "statedValue": one.stated,
                "reason": one.why.word(),
                "evidence": one.evidence.iter().map(|one| one.shown()).collect::<Vec<_>>(),
                "raisedAt": one.at,
            })
        })
        .collect()
}

/// What other sources said, and what stood there before, where it is not the same.
fn others(cell: &Cell, held: &Candidate) -> Vec<Json> {
    let offered = cell.offered.iter().filter(|one| one.value != held.value);
    let before = cell.replaced.iter().map(|one| &one.was);
    let before = before.filter(|one| one.value != held.value && !cell.offered.contains(one));
    offered
        .chain(before)
        .map(|one| {
            json!({
                "value": one.value,
                "source": one.from.kind.word(),
                "provider": one.from.provider,
                "recordId": one.from.record_id,
                "asOf": one.from.as_of,
            })
        })
        .collect()
}

fn materials_json(item: &Item, slots: &[Slot], here: &Situated<'_>) -> Vec<Json> {
    let mut materials = Vec::new();
    for slot in slots {
        let (Some(material), Some(held)) = (item.material(&slot.material), &slot.held) else {
            continue;
        };
        if here.applies(material) == Some(false) {
            continue;
        }
        let mut add = |how: &str,
                       originals: u32,
                       copies: u32,
                       pages: u32,
                       digest: Option<&str>,
                       licence: Option<&str>| {
            materials.push(json!({
                "id": material.id,
                "name": material.name,
                "how": how,
                "originals": originals,
                "copies": copies,
                "pages": pages,
                "digestSha256": digest,
                "licenceIdentifier": licence,
            }));
        };
        match held {
            Held::Licence { identifier, .. } => add("licence", 0, 1, 1, None, Some(identifier)),
            Held::Verified { .. } => {}
            Held::Files { pieces } => {
                for piece in pieces {
                    add("file", 0, 1, piece.pages, Some(&piece.digest), None);
                }
            }
            Held::Paper {
                originals,
                copies,
                pages,
                kept,
            } => {
                add(
                    if *kept { "paperKept" } else { "paperSeen" },
                    *originals,
                    *copies,
                    *pages,
                    None,
                    None,
                );
            }
            Held::Generated {
                pages,
                signed_copies,
                signature,
                ..
            } => {
                let piece = signature.as_ref().map(|signature| signature.piece.as_str());
                add("generated", *signed_copies, 0, *pages, piece, None);
            }
        }
    }
    materials
}
