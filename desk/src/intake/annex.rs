//! 来源附页: where every value on the form comes from, for the paper beside the application.

use cases::catalogue::FieldSpec;
use cases::form::{Candidate, Cell, Provenance, reason_words};
use cases::notice::{OriginLine, OriginPart, SourcesFacts, ValueOrigin};

use super::forms::{Maker, head};
use super::show_fields::{masked, minute, months_old, record_words};
use super::{Ground, Intake};

/// Every filled field that is on the form.
pub fn facts(ground: Ground<'_>, intake: &Intake, maker: &Maker<'_>) -> SourcesFacts {
    let draft = &intake.draft;
    let here = draft.situated(ground.item, ground.today());
    let values = ground
        .item
        .fields
        .iter()
        .filter(|field| here.shows(field))
        .filter_map(|field| {
            let cell = draft.form.get(&field.key).filter(|cell| cell.is_filled())?;
            let held = cell.held.as_ref()?;
            Some(ValueOrigin {
                label: field.label.clone(),
                value: masked(ground, field, &held.value),
                origin: lines(ground, field, cell, held),
            })
        })
        .collect();
    SourcesFacts {
        head: head(ground, draft, maker),
        values,
        made_at: ground.now,
    }
}

fn lines(ground: Ground<'_>, field: &FieldSpec, cell: &Cell, held: &Candidate) -> Vec<OriginLine> {
    let from = &held.from;
    let mut lines = Vec::new();
    let mut say = |part, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            lines.push(OriginLine { part, text });
        }
    };
    say(OriginPart::Source, Some(from.label.clone()));
    say(
        OriginPart::Provider,
        (from.provider != from.label).then(|| from.provider.clone()),
    );
    let sources = &ground.catalogue.sources;
    let dataset = from
        .dataset
        .as_deref()
        .filter(|code| sources.word(code) != from.label);
    say(
        OriginPart::Dataset,
        dataset.map(|code| sources.word(code).to_owned()),
    );
    let record = from.record_id.as_deref();
    say(
        OriginPart::Record,
        record.map(|record| record_words(ground, from, record)),
    );
    say(
        OriginPart::Earlier,
        from.earlier
            .as_ref()
            .map(|earlier| earlier.zh(months_old(from, ground.today()))),
    );
    say(OriginPart::AsOf, from.as_of.map(minute));
    say(OriginPart::ReadAt, Some(minute(from.at)));
    say(OriginPart::Grant, from.grant.clone());
    let bases = sources.bases();
    say(
        OriginPart::Base,
        from.base.as_deref().map(|base| bases.word(base).to_owned()),
    );
    say(
        OriginPart::Consent,
        from.consent
            .map(|consent| format!("{} {}", consent.zh(), minute(consent.at))),
    );
    say(OriginPart::Raw, raw(field, from));
    say(
        OriginPart::Decided,
        cell.decided.as_ref().map(|decision| {
            let reason = reason_words(&decision.reason);
            format!("{} {} {reason}", decision.by, minute(decision.at))
        }),
    );
    let named = |one: &Candidate| format!("{}（{}）", masked(ground, field, &one.value), one.from.label);
    for one in cell.offered.iter().filter(|one| one.value != held.value) {
        say(OriginPart::Other, Some(named(one)));
    }
    for one in cell.replaced.iter().rev() {
        let reason = reason_words(&one.reason);
        let text = format!("{} {} {} {reason}", named(&one.was), one.by, minute(one.at));
        say(OriginPart::Before, Some(text));
    }
    lines
}

/// What the source wrote, masked as the value is.
fn raw(field: &FieldSpec, from: &Provenance) -> Option<String> {
    use cases::form::masking::{is_sensitive, mask_of};
    let raw = from.raw.as_deref()?;
    Some(match is_sensitive(field) {
        true => mask_of(field, raw),
        false => raw.to_owned(),
    })
}
