//! 取号: at a kiosk, by card or without one, or with an appointment. Nothing of the card is kept. Whoever rejoins has his
//! slip already.

use cases::deadline::hall_date;
use cases::error::Trouble;
use cases::queue::{PriorityReason, Ticket};
use cases::roles::Deed;
use cases::wire::queue::{IssueTicket, holder_digest};

use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::queue::NumberView;

impl Desk {
    /// Takes a number of a group, or checks the appointment with this code in. With a card one person gets one number
    /// of a group; of the card nothing but a digest of the day leaves this program.
    pub async fn take_number(
        &self,
        group: &str,
        priority: Option<&str>,
        with_card: bool,
        appointment: Option<&str>,
    ) -> Result<NumberView, Trouble> {
        self.permit(Deed::IssueTicket)?;
        let priority = match priority {
            Some(word) => Some(PriorityReason::from_word(word).ok_or_else(trouble::no_such_choice)?),
            None => None,
        };
        let now = self.0.link.legal_now();
        let holder = if with_card {
            let card = self.take_card().await?;
            Some(holder_digest(hall_date(now), &card.id_number))
        } else {
            None
        };
        let ask = IssueTicket {
            group: group.to_owned(),
            priority,
            appointment: appointment.map(|code| code.trim().to_owned()),
            holder,
        };
        let taken = self.0.link.post("/v1/tickets", chance::id_at(now), &ask).await;
        // Whoever comes next finds no card on the reader, whatever the hall said.
        self.state().practice = None;
        if let Some(tray) = &self.0.tray {
            tray.remove();
        }
        let ticket: Ticket = taken?;
        self.refresh_queue().await;
        let mut number = self.number_view(&ticket);
        number.slip = self.print_slip(&ticket, &number);
        Ok(number)
    }

    /// 回队 with the number on the slip, after it was missed.
    pub async fn rejoin_number(&self, number: &str) -> Result<NumberView, Trouble> {
        self.permit(Deed::IssueTicket)?;
        self.refresh_queue().await;
        let number = number.trim().to_uppercase();
        let missed = self
            .state()
            .queue
            .missed
            .iter()
            .find(|ticket| ticket.number == number)
            .map(|ticket| ticket.id)
            .ok_or_else(trouble::no_such_number)?;
        let key = chance::id_at(self.0.link.legal_now());
        let ticket: Ticket = self
            .0
            .link
            .post(&format!("/v1/tickets/{missed}/rejoin"), key, &())
            .await?;
        self.refresh_queue().await;
        Ok(self.number_view(&ticket))
    }

    fn number_view(&self, ticket: &Ticket) -> NumberView {
        let state = self.state();
        let group = state
            .queue
            .groups
            .iter()
            .find(|line| line.group.letter == ticket.group);
        let ahead = state
            .queue
            .waiting
            .iter()
            .take_while(|other| other.id != ticket.id)
            .filter(|other| other.group == ticket.group)
            .count();
        NumberView {
            slip: None,
            number: ticket.number.clone(),
            group: ticket.group.clone(),
            zh: group.map(|line| line.group.zh.clone()).unwrap_or_default(),
            en: group.map(|line| line.group.en.clone()).unwrap_or_default(),
            ahead: u32::try_from(ahead).unwrap_or(u32::MAX),
            estimate_min: group.and_then(|line| line.estimate_min),
            taken_at: ticket.taken_at.to_string(),
            appointment_at: ticket.appointment_at.map(|at| at.to_string()),
        }
    }
}
