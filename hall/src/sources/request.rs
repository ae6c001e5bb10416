//! A request in the shape that a source wants, by template (minijinja). `{{ subject.idNumber }}` is written as JSON,
//! quotes and all; what the contract's request holds is at hand, with `source` and `secret`.

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::{Value as Json, json};

use crate::fault::{self, Fault};
use crate::outside::Credential;

const NAME: &str = "request";

/// Work that one request may take; a template that loops for ever ends in words.
const RECURSION: usize = 50;

pub struct Template(Environment<'static>);

impl Template {
    /// Reads a template and writes it once for an invented person and once for a body.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read(source: &str, text: &str) -> Result<Self, String> {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_auto_escape_callback(|_| AutoEscape::Json);
        env.set_recursion_limit(RECURSION);
        env.add_template_owned(NAME, text.to_owned())
            .map_err(|error| error.to_string())?;
        let template = Self(env);
        template
            .render(&sample(), source, "secret")
            .map_err(|error| error.to_string())?;
        Ok(template)
    }

    /// The body for one look.
    pub fn write(&self, contract: &Json, source: &str, secret: &Credential) -> Result<Json, Fault> {
        let secret = secret.secret.as_deref().unwrap_or_default();
        // Its text may hold what was asked: it goes nowhere.
        self.render(contract, source, secret)
            .map_err(|_| fault::request_not_written())
    }

    fn render(&self, contract: &Json, source: &str, secret: &str) -> Result<Json, String> {
        let mut context = contract.clone();
        if let Json::Object(members) = &mut context {
            members.insert("source".to_owned(), json!(source));
            members.insert("secret".to_owned(), json!(secret));
        }
        let context = minijinja::Value::from(minijinja::value::Serde(&context));
        let text = self
            .0
            .get_template(NAME)
            .and_then(|template| template.render(context))
            .map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|error| format!("not JSON: {error}"))
    }
}

/// Every member that a look may have, so that a template which names another is found at the start.
fn sample() -> Json {
    json!({
        "requestId": "00000000-0000-0000-0000-000000000000",
        "purpose": "p", "caseRef": "00000000-0000-0000-0000-000000000000",
        "itemCode": "i", "itemName": "n", "operator": "o", "terminal": "t", "grant": "g",
        "at": "2026-01-01T00:00:00Z",
        "subject": { "role": "r", "idType": "111", "idNumber": "1", "name": "n", "uscc": "u" },
        "elements": ["a.b"],
    })
}
