-- 帮办代办: help asked for, visits of helpers, mandates, hand-overs to windows, and asking for a draft that another
-- desk holds. Times, ids and digests as in the first migration.

CREATE TABLE help_request (                      -- 求助: a place and a code, never a person
  id          TEXT NOT NULL PRIMARY KEY,
  place       TEXT NOT NULL,                     -- 自助机 03
  kind        TEXT NOT NULL,                     -- kiosk, remote, window, appointment
  note        TEXT NOT NULL,                     -- code of the cause
  desk        TEXT NOT NULL,                     -- who asks
  staff       TEXT NOT NULL,
  asked_at    INTEGER NOT NULL,
  due_at      INTEGER,                           -- of an appointment
  taken_desk  TEXT,
  taken_staff TEXT REFERENCES staff (number),
  taken_at    INTEGER,
  ended_at    INTEGER,
  outcome     TEXT                               -- answered, prepared, window, left, withdrawn
) STRICT;
CREATE INDEX help_request_open ON help_request (ended_at, asked_at);

CREATE TABLE assist_visit (                      -- a visit that a helper opened, beside somebody or in his place
  visit   TEXT NOT NULL PRIMARY KEY REFERENCES visit (id),
  request TEXT REFERENCES help_request (id),
  mode    TEXT NOT NULL,                         -- beside, inPlace
  number  TEXT NOT NULL                          -- H007, of the day
) STRICT;

CREATE TABLE assist_draft (                      -- a draft that came from such a visit; once in his place, always
  draft  TEXT NOT NULL PRIMARY KEY REFERENCES draft (id),
  mode   TEXT NOT NULL,
  number TEXT NOT NULL
) STRICT;

CREATE TABLE mandate (                           -- 委托书 of a draft
  draft   TEXT NOT NULL PRIMARY KEY REFERENCES draft (id),
  body    TEXT NOT NULL,                         -- JSON
  kept_at INTEGER NOT NULL
) STRICT;

CREATE TABLE hand_over (                         -- 移交: a draft offered to a window
  id           TEXT NOT NULL PRIMARY KEY,
  code         TEXT NOT NULL,                    -- four digits; free again once it is taken, withdrawn or over
  draft        TEXT NOT NULL REFERENCES draft (id),
  number       TEXT NOT NULL,                    -- of the helper's visit
  mode         TEXT NOT NULL,
  desk         TEXT NOT NULL,                    -- the helper's
  staff        TEXT NOT NULL REFERENCES staff (number),
  item         TEXT NOT NULL,
  item_name    TEXT NOT NULL,
  applicant    TEXT NOT NULL,                    -- masked
  prepared     TEXT NOT NULL,                    -- how far it is and what is left, JSON without values
  lane         TEXT,                             -- 业务组 it is meant for
  ticket       TEXT,                             -- number of a ticket of the day it goes with
  made_at      INTEGER NOT NULL,
  until        INTEGER NOT NULL,
  withdrawn_at INTEGER,                          -- a later code, or a draft that went another way
  taken_desk   TEXT,
  taken_staff  TEXT REFERENCES staff (number),
  taken_at     INTEGER
) STRICT;
CREATE INDEX hand_over_code ON hand_over (code, made_at);
CREATE INDEX hand_over_draft ON hand_over (draft);
CREATE INDEX hand_over_made ON hand_over (made_at);

CREATE TABLE code_try (                          -- wrong hand-over codes, by desk
  desk  TEXT NOT NULL PRIMARY KEY,
  wrong INTEGER NOT NULL,
  last  INTEGER NOT NULL
) STRICT;

CREATE TABLE draft_ask (                         -- 请求接管: somebody asks for a draft that another desk holds
  id          TEXT NOT NULL PRIMARY KEY,
  draft       TEXT NOT NULL REFERENCES draft (id),
  holder      TEXT NOT NULL,                     -- the desk that holds it
  desk        TEXT NOT NULL,                     -- who asks
  staff       TEXT NOT NULL REFERENCES staff (number),
  asked_at    INTEGER NOT NULL,
  answered_at INTEGER,
  given       INTEGER,                           -- 1 given, 0 kept
  answered_by TEXT                               -- 工号
) STRICT;
CREATE INDEX draft_ask_open ON draft_ask (holder) WHERE answered_at IS NULL;
