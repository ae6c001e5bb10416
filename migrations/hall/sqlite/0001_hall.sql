-- The hall's own store: tickets, visits, drafts, cases, papers, parcels and the log of all of it.
-- Times are milliseconds since 1970-01-01T00:00:00Z; ids are UUIDv7 in text; digests are SHA-256 in hex.

CREATE TABLE counter (              -- running numbers, taken inside the transaction that uses them
  name  TEXT NOT NULL PRIMARY KEY,  -- ticket/<day>/<group>, case/<implementation code>/<day>, notice/<body>/<year>, feed
  value INTEGER NOT NULL            -- the last one given
) STRICT;

CREATE TABLE edition (              -- every edition of the catalogue that a draft or case may be pinned to
  edition TEXT NOT NULL PRIMARY KEY,
  files   TEXT NOT NULL,            -- the five files as JSON, unchanged
  seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE staff (
  number        TEXT NOT NULL PRIMARY KEY,  -- 工号
  name          TEXT NOT NULL,
  role          TEXT NOT NULL,
  password_hash TEXT NOT NULL,              -- Argon2id in PHC form
  wrong_tries   INTEGER NOT NULL DEFAULT 0, -- since the last right one
  locked_until  INTEGER                     -- no sign-in before this moment
) STRICT;

CREATE TABLE session (
  token_digest TEXT NOT NULL PRIMARY KEY,   -- the token itself is never kept
  staff        TEXT NOT NULL REFERENCES staff (number),
  desk         TEXT NOT NULL,
  opened_at    INTEGER NOT NULL,
  until        INTEGER NOT NULL,
  closed_at    INTEGER
) STRICT;

CREATE TABLE ticket (
  id       TEXT NOT NULL PRIMARY KEY,
  day      TEXT NOT NULL,                   -- the hall's day, yyyy-mm-dd
  serial   INTEGER NOT NULL,                -- within day and group
  number   TEXT NOT NULL,                   -- A037
  lane     TEXT NOT NULL,                   -- 业务组: the letter
  priority INTEGER NOT NULL,                -- 1 before 0
  taken_at INTEGER NOT NULL,
  state    TEXT NOT NULL,                   -- waiting, called, served, left
  desk     TEXT,                            -- who called it
  UNIQUE (day, lane, serial)
) STRICT;
CREATE INDEX ticket_waiting ON ticket (day, state, priority DESC, taken_at, id);

CREATE TABLE visit (
  id        TEXT NOT NULL PRIMARY KEY,
  ticket    TEXT UNIQUE REFERENCES ticket (id),  -- a ticket opens one visit
  reason    TEXT,                                -- of a walk-in
  desk      TEXT NOT NULL,
  staff     TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  outcome   TEXT                                 -- served, left
) STRICT;

CREATE TABLE visit_body (                        -- bodies that the register connected with somebody of this visit
  visit    TEXT NOT NULL REFERENCES visit (id),
  uscc     TEXT NOT NULL,
  relation TEXT NOT NULL,
  PRIMARY KEY (visit, uscc)
) STRICT;

CREATE TABLE share_grant (                       -- 数据共享授权: which item may read which elements of which dataset
  id          TEXT NOT NULL PRIMARY KEY,
  item        TEXT NOT NULL,                     -- item id, or * for checking who stands at the window
  dataset     TEXT NOT NULL,
  elements    TEXT NOT NULL,                     -- JSON array
  valid_until INTEGER NOT NULL,
  UNIQUE (item, dataset)
) STRICT;

CREATE TABLE keyed (                             -- Idempotency-Key → what it was answered with
  key    TEXT NOT NULL PRIMARY KEY,
  digest TEXT NOT NULL,                          -- over route, desk and body
  reply  TEXT NOT NULL,                          -- JSON
  at     INTEGER NOT NULL
) STRICT;

CREATE TABLE place (                             -- the inbox: each place of a desk's own order, once
  desk     TEXT NOT NULL,
  epoch    TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  digest   TEXT NOT NULL,
  key      TEXT NOT NULL UNIQUE,
  outcome  TEXT NOT NULL,                        -- JSON
  at       INTEGER NOT NULL,
  PRIMARY KEY (desk, epoch, sequence)
) STRICT;

CREATE TABLE alarm (                             -- what somebody has to look at
  id     TEXT NOT NULL PRIMARY KEY,
  at     INTEGER NOT NULL,
  what   TEXT NOT NULL,                          -- placeConflict, forgedCallback
  desk   TEXT NOT NULL,
  detail TEXT NOT NULL                           -- without personal data
) STRICT;

CREATE TABLE draft (                             -- 收件稿
  id       TEXT NOT NULL PRIMARY KEY,
  revision INTEGER NOT NULL,
  fence    INTEGER NOT NULL,                     -- of the lease; a smaller one has lost the draft
  desk     TEXT NOT NULL,
  clerk    TEXT NOT NULL,
  slip     TEXT NOT NULL UNIQUE,                 -- 收件码
  open     INTEGER NOT NULL,                     -- 0 once it became a case
  body     TEXT NOT NULL,                        -- the whole draft as JSON
  saved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_of_desk ON draft (desk, open);

CREATE TABLE piece (                             -- files of materials by digest
  digest TEXT NOT NULL PRIMARY KEY,
  bytes  BLOB NOT NULL,
  at     INTEGER NOT NULL
) STRICT;

CREATE TABLE casefile (                          -- 办件
  id               TEXT NOT NULL PRIMARY KEY,    -- the draft's id
  slip             TEXT NOT NULL UNIQUE,
  case_number      TEXT UNIQUE,                  -- 办件编号, given at acceptance
  notice_number    TEXT UNIQUE,                  -- 受理通知书 number
  item             TEXT NOT NULL,
  item_name        TEXT NOT NULL,
  edition          TEXT NOT NULL,                -- pinned
  stage            TEXT NOT NULL,
  applicant_name   TEXT NOT NULL,
  applicant_number TEXT NOT NULL,
  desk             TEXT NOT NULL,
  clerk            TEXT NOT NULL,
  received_at      INTEGER NOT NULL,             -- legal time
  desk_received_at INTEGER,                      -- the window's own time, where the hall dated the receipt anew
  notify_by        TEXT NOT NULL,                -- last of the five working days
  accepted_at      INTEGER,
  due_day          TEXT,
  provisional      INTEGER NOT NULL DEFAULT 0,
  waits_for_line   INTEGER NOT NULL DEFAULT 0,   -- 1: to be accepted when the department answers again
  body             TEXT NOT NULL                 -- the draft as received or accepted, JSON
) STRICT;
CREATE INDEX casefile_open ON casefile (item, applicant_number, stage);
CREATE INDEX casefile_recent ON casefile (received_at);

CREATE TABLE happening (                         -- the case's timeline
  id       TEXT NOT NULL PRIMARY KEY,
  casefile TEXT NOT NULL REFERENCES casefile (id),
  at       INTEGER NOT NULL,
  actor    TEXT NOT NULL,
  what     TEXT NOT NULL,
  note     TEXT
) STRICT;
CREATE INDEX happening_of ON happening (casefile, at, id);

CREATE TABLE paper (
  id       TEXT NOT NULL PRIMARY KEY,
  casefile TEXT NOT NULL REFERENCES casefile (id),
  kind     TEXT NOT NULL,                        -- receipt, acceptance, form
  title    TEXT NOT NULL,
  number   TEXT,
  content  TEXT,                                 -- what it says, JSON; absent for bytes that a window printed
  made_at  INTEGER NOT NULL,
  digest   TEXT,                                 -- fixed when the bytes are kept, for ever
  pages    INTEGER,
  missing  TEXT,                                 -- JSON array of characters no font had
  bytes    BLOB
) STRICT;
CREATE INDEX paper_of ON paper (casefile, made_at, id);
CREATE INDEX paper_unmade ON paper (digest) WHERE digest IS NULL;

CREATE TABLE department (                        -- the line to a department, and its breaker
  uscc       TEXT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL,
  failures   INTEGER NOT NULL DEFAULT 0,         -- in a row
  open_until INTEGER                             -- nothing is sent before this moment
) STRICT;

CREATE TABLE parcel (                            -- 分办件: the outbox, in order per department
  id             TEXT NOT NULL PRIMARY KEY,
  casefile       TEXT NOT NULL REFERENCES casefile (id),
  department     TEXT NOT NULL REFERENCES department (uscc),
  sequence       INTEGER NOT NULL,               -- order within the department
  state          TEXT NOT NULL,
  attempts       INTEGER NOT NULL DEFAULT 0,
  cause          TEXT,                           -- the last trouble, JSON
  next_try       INTEGER NOT NULL,
  leased_until   INTEGER,
  receipt_no     TEXT,
  body           TEXT NOT NULL,                  -- JSON without sentAt, attempt and eventsUrl
  last_sequence  INTEGER NOT NULL DEFAULT 0,     -- of the progress applied
  UNIQUE (department, sequence)
) STRICT;
CREATE INDEX parcel_waiting ON parcel (department, sequence) WHERE state = 'waiting';
CREATE INDEX parcel_of ON parcel (casefile);

CREATE TABLE progress (                          -- CloudEvents of departments
  parcel      TEXT NOT NULL REFERENCES parcel (id),
  sequence    INTEGER NOT NULL,
  event_id    TEXT NOT NULL,
  kind        TEXT NOT NULL,                     -- acknowledged, handling, returned, decided, done
  at          INTEGER NOT NULL,                  -- the department's time
  note        TEXT,
  applied     INTEGER NOT NULL,                  -- 0 while a gap before it is open
  received_at INTEGER NOT NULL,
  PRIMARY KEY (parcel, sequence)
) STRICT;

CREATE TABLE audit (                             -- 审计日志: one hash chain
  seq           INTEGER NOT NULL PRIMARY KEY,
  at_ns         TEXT NOT NULL,                   -- nanoseconds since 1970, decimal
  actor         TEXT NOT NULL,
  deed          TEXT NOT NULL,
  subject       TEXT NOT NULL,                   -- masked
  purpose       TEXT NOT NULL,
  detail_digest TEXT NOT NULL,
  prev          TEXT NOT NULL,
  hash          TEXT NOT NULL,
  algorithm     TEXT NOT NULL
) STRICT;

CREATE TABLE feed (                              -- what changed, no person in it
  cursor INTEGER NOT NULL PRIMARY KEY,
  what   TEXT NOT NULL                           -- JSON
) STRICT;
