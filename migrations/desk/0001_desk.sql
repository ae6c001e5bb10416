-- The store of one window. Encrypted as a whole (SQLCipher); every table is STRICT.

-- Facts about this store: installation epoch, next sequence, feed cursor, slip counter, open visit and intake.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;

-- Intakes that this desk owns, whole, as they were last saved.
CREATE TABLE drafts (
  id       TEXT PRIMARY KEY NOT NULL, -- UUID
  slip     TEXT NOT NULL UNIQUE,      -- 收件码
  item     TEXT NOT NULL,             -- item id of the catalogue
  revision INTEGER NOT NULL,          -- counts saved changes from 1
  stage    TEXT NOT NULL,             -- draft or received
  json     TEXT NOT NULL,             -- the draft
  position TEXT,                      -- key of the field the clerk stood in
  saved_at TEXT NOT NULL              -- RFC 3339
) STRICT;

-- Everything committed that the hall has to know, in this desk's own order. Rows never expire.
CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY NOT NULL, -- place under this epoch, without gaps
  key      TEXT NOT NULL UNIQUE,         -- idempotency key, UUID
  draft    TEXT NOT NULL,                -- draft the command speaks of, UUID
  kind     TEXT NOT NULL,                -- saveDraft, receive or accept
  digest   TEXT NOT NULL,                -- SHA-256 of the command, hex
  body     TEXT NOT NULL,                -- the command; emptied once the hall confirmed its digest
  state    TEXT NOT NULL,                -- waiting, done or refused
  attempts INTEGER NOT NULL,             -- sends that may have reached the hall
  cause    TEXT,                         -- JSON of the trouble, why it waits or was refused
  next_try TEXT,                         -- RFC 3339, not before
  outcome  TEXT,                         -- JSON of the hall's outcome
  made_at  TEXT NOT NULL                 -- RFC 3339
) STRICT;
CREATE INDEX outbox_waiting ON outbox (state, sequence);

-- Papers made or fetched here: the bytes that were shown and printed.
CREATE TABLE papers (
  id      TEXT PRIMARY KEY NOT NULL, -- UUID
  slip    TEXT NOT NULL,             -- case it belongs to
  kind    TEXT NOT NULL,             -- receipt, acceptance or form
  title   TEXT NOT NULL,
  number  TEXT,                      -- document number, from the hall alone
  digest  TEXT NOT NULL,             -- SHA-256 of bytes, hex
  pages   INTEGER NOT NULL,
  missing TEXT NOT NULL,             -- JSON list of U+ codes
  bytes   BLOB NOT NULL,             -- the PDF
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX papers_of_case ON papers (slip);

-- Files of materials; the sealed bytes lie beside the store under their digest.
CREATE TABLE pieces (
  digest TEXT NOT NULL,    -- SHA-256 of the plain bytes, hex
  draft  TEXT NOT NULL,    -- UUID
  kind   TEXT NOT NULL,    -- pdf, jpeg or png
  pages  INTEGER NOT NULL,
  bytes  INTEGER NOT NULL, -- size of the plain bytes
  added_at TEXT NOT NULL,
  PRIMARY KEY (digest, draft)
) STRICT;

-- The desk's audit chain.
CREATE TABLE audit (
  seq  INTEGER PRIMARY KEY NOT NULL, -- from 1 without gaps
  json TEXT NOT NULL                 -- the sealed entry
) STRICT;

-- Cases of this desk as the hall last showed them.
CREATE TABLE cases (
  slip        TEXT PRIMARY KEY NOT NULL,
  case_number TEXT,
  stage       TEXT NOT NULL,
  json        TEXT NOT NULL, -- the row as the hall shows it
  changed_at  TEXT NOT NULL
) STRICT;
