-- Editions of the catalogue (事项库版本): what is published is never changed, and what two editions share is kept once.

CREATE TABLE catalogue_edition (
  sequence     INTEGER NOT NULL PRIMARY KEY, -- from 1 without gaps
  number       TEXT NOT NULL UNIQUE,         -- day and place in the day: 20261127-1
  content      TEXT NOT NULL,                -- hash over names and digests of its parts
  manifest     TEXT NOT NULL,                -- JSON, the text that was signed
  signature    TEXT NOT NULL,                -- hex
  alias        TEXT UNIQUE,                  -- what drafts pinned before editions had numbers
  published_at INTEGER NOT NULL
) STRICT;
CREATE INDEX catalogue_edition_content ON catalogue_edition (content);

CREATE TABLE catalogue_part (
  digest TEXT NOT NULL PRIMARY KEY, -- of the text, with its algorithm
  text   TEXT NOT NULL
) STRICT;

CREATE TABLE catalogue_entry (     -- which part stood under a name, from one edition until another
  name   TEXT NOT NULL,            -- items.json# and the item's id, or a file's name
  since  INTEGER NOT NULL,         -- sequence of the first edition with it
  until  INTEGER,                  -- sequence of the first edition without it; NULL while it is in force
  digest TEXT NOT NULL,
  PRIMARY KEY (name, since)
) STRICT;
CREATE INDEX catalogue_entry_since ON catalogue_entry (since);
CREATE INDEX catalogue_entry_until ON catalogue_entry (until);

CREATE TABLE signing_key (
  place       INTEGER NOT NULL PRIMARY KEY, -- from 1; the last one signs
  key_id      TEXT NOT NULL,
  suite       TEXT NOT NULL,
  secret      BLOB NOT NULL,
  pem         TEXT NOT NULL,                -- public half
  endorsed_by TEXT,                         -- id of the key before
  endorsement TEXT,                         -- hex, its signature over this key's id
  made_at     INTEGER NOT NULL
) STRICT;
