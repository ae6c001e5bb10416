-- 一次告知: the first notice of a case, frozen; what was demanded beyond it; texts of notices; consultations without a case.

CREATE TABLE first_notice (                    -- 首次告知: written once, never changed
  draft      TEXT NOT NULL PRIMARY KEY,        -- the case, from its first draft on
  slip       TEXT NOT NULL UNIQUE,
  item       TEXT NOT NULL,
  item_name  TEXT NOT NULL,
  told       TEXT NOT NULL,                    -- the list with its digest, JSON
  digest     TEXT NOT NULL,                    -- SHA-256 of the list
  desk       TEXT NOT NULL,
  staff      TEXT NOT NULL,
  paper      TEXT,                             -- SHA-256 of the 一次性告知书 as the window printed it; absent where the list is a notice of the case
  pages      INTEGER,
  bytes      BLOB
) STRICT;
CREATE TRIGGER first_notice_stands BEFORE UPDATE ON first_notice
BEGIN SELECT RAISE(ABORT, 'a first notice is frozen'); END;

CREATE TABLE added_demand (                    -- 追加要求: told although the first notice did not have it
  id         TEXT NOT NULL PRIMARY KEY,
  casefile   TEXT NOT NULL REFERENCES casefile (id),
  item       TEXT NOT NULL,
  item_name  TEXT NOT NULL,
  department TEXT NOT NULL,
  demand     TEXT NOT NULL,                    -- what it is: material:…, field:…, words:…
  material   TEXT NOT NULL,                    -- as the notice names it
  why        TEXT NOT NULL,                    -- later, edition
  notice     TEXT NOT NULL,                    -- 文书编号
  approval   TEXT NOT NULL REFERENCES approval (id),
  at         INTEGER NOT NULL
) STRICT;
CREATE INDEX added_demand_of ON added_demand (item, department);

CREATE TABLE notice_text (                     -- 告知短信: one of each notice or consultation
  id           TEXT NOT NULL PRIMARY KEY,      -- the gateway knows the message by it
  about        TEXT NOT NULL UNIQUE,           -- the draft, or the consultation
  slip         TEXT,                           -- absent of a consultation
  desk         TEXT NOT NULL,
  state        TEXT NOT NULL,                  -- waiting, sent, refused
  phone        TEXT,                           -- kept until the gateway has it, not after
  phone_masked TEXT,                           -- absent of a consultation
  words        TEXT NOT NULL,
  made_at      INTEGER NOT NULL,
  sent_at      INTEGER,
  attempts     INTEGER NOT NULL DEFAULT 0,
  cause        TEXT,                           -- the last trouble, JSON
  next_try     INTEGER NOT NULL,
  leased_until INTEGER,
  receipt_no   TEXT
) STRICT;
CREATE INDEX notice_text_waiting ON notice_text (next_try) WHERE state = 'waiting';

CREATE TABLE consultation (                    -- 咨询: how often an item was explained, and nothing of anybody
  id        TEXT NOT NULL PRIMARY KEY,
  item      TEXT NOT NULL,
  item_name TEXT NOT NULL,
  day       TEXT NOT NULL                      -- the hall's day
) STRICT;
CREATE INDEX consultation_on ON consultation (day, item);
