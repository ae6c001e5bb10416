-- Editions of the catalogue that this window took, verified: the newest, and those that what lies here is pinned to.
CREATE TABLE editions (
  number    TEXT PRIMARY KEY NOT NULL, -- 20261127-1
  sequence  INTEGER NOT NULL,          -- grows by one with every edition of the hall
  manifest  TEXT NOT NULL,             -- JSON, the text that was signed
  signature TEXT NOT NULL,             -- hex
  inventory TEXT NOT NULL,             -- a line per part: name, tab, digest
  pinned    TEXT UNIQUE,               -- what drafts call it that were opened before editions had numbers
  taken_at  TEXT NOT NULL              -- RFC 3339
) STRICT;

-- The parts of editions, once each.
CREATE TABLE edition_parts (
  digest TEXT PRIMARY KEY NOT NULL, -- of the text, with its algorithm
  text   TEXT NOT NULL
) STRICT;

-- Keys of the hall that this window trusts, pinned when it was enrolled.
CREATE TABLE hall_keys (
  key_id    TEXT PRIMARY KEY NOT NULL,
  suite     TEXT NOT NULL,
  pem       TEXT NOT NULL,
  pinned_at TEXT NOT NULL -- RFC 3339
) STRICT;
