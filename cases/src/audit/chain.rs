//! Appending to a chain and finding what was done to it.

use super::entry::{Draft, Entry, Head, SHA256, hash};
use crate::error::Trouble;

/// The rules of one chain, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    name: String,
}

/// Where a chain is broken, and how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("audit chain broken at entry {at_seq}: {damage}")]
pub struct ChainFault {
    /// The place at which it was noticed, counted from 1.
    pub at_seq: u64,
    pub damage: Damage,
}

/// What was done to a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// The entry, or the one before it, is not what was written.
    #[error("an entry was edited")]
    Edited,
    /// The entry that belongs here is gone.
    #[error("an entry is missing")]
    Removed,
    /// The entry that belongs here stands elsewhere, or one stands here again.
    #[error("entries are out of order")]
    Reordered,
    /// The entry names a hash algorithm that this chain does not use.
    #[error("an entry names a foreign hash algorithm")]
    ForgedAlgorithm,
}

impl Chain {
    /// The chain of one owner, for example `hall` or `desk/08`.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    /// The head of the chain while it is empty.
    pub fn start(&self) -> Head {
        Head {
            seq: 0,
            hash: hash(&[b"yichuang audit chain 1", self.name.as_bytes()]),
        }
    }

    /// Seals a draft behind `prev_head`. The new head is [`Entry::head`].
    pub fn append(&self, prev_head: &Head, draft: Draft) -> Entry {
        Entry::seal(prev_head, draft)
    }

    /// Verifies a chain from its first entry and gives its head.
    ///
    /// A chain whose last entries were cut off is a valid shorter chain: compare with a kept head by
    /// [`Chain::verify_to`].
    pub fn verify(&self, entries: &[Entry]) -> Result<Head, ChainFault> {
        self.verify_from(&self.start(), entries)
    }

    /// Verifies the entries that follow a head verified before, so that long chains can be read in parts.
    pub fn verify_from(&self, head: &Head, entries: &[Entry]) -> Result<Head, ChainFault> {
        let mut head = head.clone();
        for (i, entry) in entries.iter().enumerate() {
            let at_seq = head.seq + 1;
            let fault = |damage| Err(ChainFault { at_seq, damage });
            if entry.seq != at_seq {
                let elsewhere = entry.seq < at_seq || entries[i..].iter().any(|other| other.seq == at_seq);
                return fault(if elsewhere {
                    Damage::Reordered
                } else {
                    Damage::Removed
                });
            }
            if entry.algorithm != SHA256 {
                return fault(Damage::ForgedAlgorithm);
            }
            if entry.prev != head.hash || entry.hash != entry.computed_hash() {
                return fault(Damage::Edited);
            }
            head = entry.head();
        }
        Ok(head)
    }

    /// Verifies a chain against a head that was kept, signed or printed: it must be that chain or grow out of it.
    pub fn verify_to(&self, entries: &[Entry], kept: &Head) -> Result<Head, ChainFault> {
        let head = self.verify(entries)?;
        let then = match usize::try_from(kept.seq).ok().and_then(|seq| seq.checked_sub(1)) {
            None => Some(self.start()),
            Some(place) => entries.get(place).map(Entry::head),
        };
        match then {
            Some(then) if then == *kept => Ok(head),
            Some(_) => Err(ChainFault {
                at_seq: kept.seq,
                damage: Damage::Edited,
            }),
            None => Err(ChainFault {
                at_seq: head.seq + 1,
                damage: Damage::Removed,
            }),
        }
    }
}

impl From<ChainFault> for Trouble {
    fn from(fault: ChainFault) -> Self {
        let (code, zh) = match fault.damage {
            Damage::Edited => ("YC-1161", "记录被改动"),
            Damage::Removed => ("YC-1162", "记录缺失"),
            Damage::Reordered => ("YC-1163", "记录顺序被改动"),
            Damage::ForgedAlgorithm => ("YC-1164", "记录的散列算法不符"),
        };
        let at = fault.at_seq;
        Trouble::new(
            code,
            format!("审计日志校验未通过：第{at}条{zh}。办件不受影响，请立即通知安全管理员并保留现场。"),
            format!(
                "The audit log failed its check at entry {at}: {}. Cases are not affected; tell the security officer and keep everything as it is.",
                fault.damage
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;

    fn drafts() -> impl Strategy<Value = Vec<Draft>> {
        let text = "[a-c林]{0,4}";
        let draft = (0i64..4_000_000_000, text, text, text, text, "[0-9a-f]{8}").prop_map(
            |(at, actor, deed, subject, purpose, detail_digest)| Draft {
                at: Timestamp::from_second(at).unwrap(),
                actor,
                deed,
                subject,
                purpose,
                detail_digest,
            },
        );
        proptest::collection::vec(draft, 2..20)
    }

    fn chain() -> Chain {
        Chain::named("desk/08")
    }

    fn grown(drafts: Vec<Draft>) -> Vec<Entry> {
        let mut head = chain().start();
        drafts
            .into_iter()
            .map(|draft| {
                let entry = chain().append(&head, draft);
                head = entry.head();
                entry
            })
            .collect()
    }

    /// Changes one field of an entry.
    fn edit(entry: &mut Entry, field: usize) {
        match field {
            0 => entry.at = Timestamp::from_second(entry.at.as_second() + 1).unwrap(),
            1 => entry.actor.push('x'),
            2 => entry.deed.push('x'),
            3 => entry.subject.push('x'),
            4 => entry.purpose.push('x'),
            5 => entry.detail_digest.push('x'),
            6 => entry.prev.push('0'),
            7 => entry.hash.push('0'),
            8 => {
                // Moves a character over the border of two fields.
                let moved = entry.actor.pop().unwrap_or('x');
                entry.deed.insert(0, moved);
            }
            _ => entry.algorithm = "md5".into(),
        }
    }

    proptest! {
        #[test]
        fn promise_09_an_untouched_chain_verifies(drafts in drafts(), cut in any::<Index>()) {
            let entries = grown(drafts);
            let head = chain().verify(&entries).unwrap();
            prop_assert_eq!(&head, &entries[entries.len() - 1].head());
            let kept = entries[cut.index(entries.len())].head();
            prop_assert_eq!(&chain().verify_to(&entries, &kept).unwrap(), &head);
            prop_assert_eq!(&chain().verify_to(&entries, &chain().start()).unwrap(), &head);
            let (first, rest) = entries.split_at(cut.index(entries.len()));
            let middle = chain().verify(first).unwrap();
            prop_assert_eq!(&chain().verify_from(&middle, rest).unwrap(), &head);
            let read: Vec<Entry> = serde_json::from_str(&serde_json::to_string(&entries).unwrap()).unwrap();
            prop_assert_eq!(chain().verify(&read).unwrap(), head);
        }

        #[test]
        fn promise_09_an_edit_is_found(drafts in drafts(), at in any::<Index>(), field in 0usize..10) {
            let mut entries = grown(drafts);
            let i = at.index(entries.len());
            edit(&mut entries[i], field);
            let damage = if field == 9 { Damage::ForgedAlgorithm } else { Damage::Edited };
            prop_assert_eq!(chain().verify(&entries), Err(ChainFault { at_seq: i as u64 + 1, damage }));
        }

        #[test]
        fn promise_09_an_edit_with_a_fitting_hash_is_found(drafts in drafts(), at in any::<Index>(), field in 0usize..6) {
            let mut entries = grown(drafts);
            let kept = entries[entries.len() - 1].head();
            let i = at.index(entries.len());
            edit(&mut entries[i], field);
            entries[i].hash = entries[i].computed_hash();
            let at_seq = (i as u64 + 2).min(entries.len() as u64);
            prop_assert_eq!(chain().verify_to(&entries, &kept), Err(ChainFault { at_seq, damage: Damage::Edited }));
        }

        #[test]
        fn promise_09_a_removal_is_found(drafts in drafts(), at in any::<Index>(), renumber in any::<bool>()) {
            let mut entries = grown(drafts);
            let kept = entries[entries.len() - 1].head();
            let i = at.index(entries.len());
            entries.remove(i);
            prop_assert_eq!(
                chain().verify_to(&entries, &kept),
                Err(ChainFault { at_seq: i as u64 + 1, damage: Damage::Removed })
            );
            if renumber {
                for entry in &mut entries[i..] {
                    entry.seq -= 1;
                }
                prop_assert!(chain().verify_to(&entries, &kept).is_err());
            }
        }

        #[test]
        fn promise_09_a_reordering_is_found(drafts in drafts(), a in any::<Index>(), b in any::<Index>(), renumber in any::<bool>()) {
            let mut entries = grown(drafts);
            let (a, b) = (a.index(entries.len()), b.index(entries.len()));
            prop_assume!(a != b);
            entries.swap(a, b);
            let at_seq = a.min(b) as u64 + 1;
            let mut damage = Damage::Reordered;
            if renumber {
                let seq = entries[a].seq;
                entries[a].seq = entries[b].seq;
                entries[b].seq = seq;
                damage = Damage::Edited;
            }
            prop_assert_eq!(chain().verify(&entries), Err(ChainFault { at_seq, damage }));
        }

        #[test]
        fn promise_09_a_repeated_entry_is_found(drafts in drafts(), at in any::<Index>()) {
            let mut entries = grown(drafts);
            let i = at.index(entries.len());
            entries.insert(i, entries[i].clone());
            prop_assert_eq!(
                chain().verify(&entries),
                Err(ChainFault { at_seq: i as u64 + 2, damage: Damage::Reordered })
            );
        }
    }

    #[test]
    fn promise_09_entries_of_another_chain_are_found() {
        let draft = Draft {
            at: Timestamp::UNIX_EPOCH,
            actor: "0801".into(),
            deed: "sign_in".into(),
            subject: String::new(),
            purpose: String::new(),
            detail_digest: String::new(),
        };
        let entry = Chain::named("desk/09").append(&Chain::named("desk/09").start(), draft);
        assert_eq!(
            chain().verify(&[entry]),
            Err(ChainFault {
                at_seq: 1,
                damage: Damage::Edited
            })
        );
    }

    /// The stored form is part of the promise: old logs must verify for ever.
    #[test]
    fn promise_09_the_hash_of_a_known_entry_stays() {
        let draft = Draft {
            at: "2026-11-20T01:02:03Z".parse().unwrap(),
            actor: "0801".into(),
            deed: "accept".into(),
            subject: "case-1".into(),
            purpose: "受理".into(),
            detail_digest: "00".into(),
        };
        let entry = Chain::named("hall").append(&Chain::named("hall").start(), draft);
        assert_eq!(
            entry.hash,
            "09d2443395d56c080c9cff10b86f949dd6769ef6b7488babc229fe1df3177af8"
        );
    }
}
