-- 好差评: sealed in the applicant's window, opened here, one per handled item, never edited.

CREATE TABLE rating_key (             -- whom applicants' windows seal for
  id      TEXT NOT NULL PRIMARY KEY,
  secret  BLOB NOT NULL,              -- X25519
  public  BLOB NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE rating (
  id          TEXT NOT NULL PRIMARY KEY,
  visit       TEXT NOT NULL REFERENCES visit (id),
  slip        TEXT NOT NULL,          -- the handled item
  level       TEXT NOT NULL,          -- veryGood, good, fair, bad, veryBad
  reasons     TEXT NOT NULL,          -- JSON array of reason codes; of bad levels only
  words       TEXT NOT NULL,          -- free words, mostly empty
  desk        TEXT NOT NULL,
  at          INTEGER NOT NULL,       -- when it was given
  received_at INTEGER NOT NULL,
  UNIQUE (visit, slip)
) STRICT;
CREATE INDEX rating_recent ON rating (at);
