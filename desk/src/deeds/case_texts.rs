//! 短信: what the applicant of a case was told by text message, and what did not go out. The hall alone knows.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::record::TextView;

use crate::desk::Desk;
use crate::view::outcome::TextRowView;

impl Desk {
    /// Text messages of a case, by slip code or case number, in their order.
    pub async fn case_texts(&self, slip: &str) -> Result<Vec<TextRowView>, Trouble> {
        self.permit(Deed::SeeCase)?;
        let code: String = slip.chars().filter(|ch| ch.is_ascii_alphanumeric()).collect();
        let texts: Vec<TextView> = self.0.link.get(&format!("/v1/cases/{code}/texts")).await?;
        Ok(texts.into_iter().map(row).collect())
    }
}

fn row(text: TextView) -> TextRowView {
    TextRowView {
        moment: text.moment.word().to_owned(),
        state: text.state.word().to_owned(),
        phone: text.phone,
        words: text.words,
        made_at: text.made_at.to_string(),
        sent_at: text.sent_at.map(|at| at.to_string()),
        attempts: text.attempts,
        cause: text.cause.map(Into::into),
        next_try: text.next_try.map(|at| at.to_string()),
    }
}
