//! Server-Sent Events: bytes in, changes out. Pure; the desk owns the line and the cursor.

use cases::wire::feed::Change;

/// The longest event taken; a change is a few hundred bytes.
const MAX_EVENT: usize = 256 * 1024;

/// Collects bytes until an event is whole.
#[derive(Debug, Default)]
pub struct FeedReader {
    buffer: Vec<u8>,
    data: String,
}

impl FeedReader {
    /// Takes bytes in and gives the changes that became whole. Comments, other fields and events that cannot
    /// be read are passed over: the next cursor goes on.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Change> {
        self.buffer.extend_from_slice(bytes);
        let mut changes = Vec::new();
        while let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.buffer.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\n', '\r']);
            if line.is_empty() {
                let data = std::mem::take(&mut self.data);
                match serde_json::from_str::<Change>(&data) {
                    Ok(change) => changes.push(change),
                    Err(_) if data.is_empty() => {}
                    Err(_) => tracing::warn!(feed.event_bytes = data.len(), "unreadable feed event"),
                }
            } else if let Some(rest) = line.strip_prefix("data:") {
                if !self.data.is_empty() {
                    self.data.push('\n');
                }
                self.data.push_str(rest.strip_prefix(' ').unwrap_or(rest));
            }
        }
        if self.buffer.len() + self.data.len() > MAX_EVENT {
            self.buffer.clear();
            self.data.clear();
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use cases::wire::feed::What;

    use super::*;

    #[test]
    fn events_arrive_whole_however_they_are_cut() {
        let text = ": hello\n\nid: 7\ndata: {\"cursor\":7,\"what\":\"queue\",\"waiting\":3}\n\ndata: nonsense\n\nid: 8\r\ndata: {\"cursor\":8,\"what\":\"reset\"}\r\n\r\n";
        for size in [1, 3, 7, text.len()] {
            let mut reader = FeedReader::default();
            let changes: Vec<Change> = text
                .as_bytes()
                .chunks(size)
                .flat_map(|chunk| reader.push(chunk))
                .collect();
            assert_eq!(changes.len(), 2, "chunks of {size}");
            assert_eq!(
                changes[0],
                Change {
                    cursor: 7,
                    what: What::Queue { waiting: 3 }
                }
            );
            assert_eq!(
                changes[1],
                Change {
                    cursor: 8,
                    what: What::Reset
                }
            );
        }
    }

    #[test]
    fn an_endless_event_does_not_fill_the_memory() {
        let mut reader = FeedReader::default();
        for _ in 0..100 {
            assert!(reader.push(&vec![b'x'; 10_000]).is_empty());
        }
        assert!(reader.buffer.len() <= MAX_EVENT);
    }
}
