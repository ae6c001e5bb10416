-- 短信: what the applicant is told by text message, each once, in the transaction of what it tells.

CREATE TABLE text_message (
  id           TEXT NOT NULL PRIMARY KEY,     -- the gateway knows the message by it
  casefile     TEXT NOT NULL REFERENCES casefile (id),
  moment       TEXT NOT NULL,                 -- received, supplement, accepted …
  round        TEXT NOT NULL,                 -- which of its kind: place of the act, day that is warned of, or empty
  day          TEXT,                          -- the day it tells, where the act sets one
  in_visit     INTEGER NOT NULL,              -- 1: the applicant stands at the window, quiet hours do not hold
  state        TEXT NOT NULL,                 -- waiting, sent, refused, noPhone, overtaken
  phone        TEXT,                          -- kept from the first attempt until the gateway has it, not after
  phone_masked TEXT,
  words        TEXT,                          -- fixed at the first attempt
  made_at      INTEGER NOT NULL,              -- legal time of what it tells
  sent_at      INTEGER,                       -- when the gateway took it
  attempts     INTEGER NOT NULL DEFAULT 0,
  cause        TEXT,                          -- the last trouble, JSON
  next_try     INTEGER NOT NULL,
  leased_until INTEGER,
  receipt_no   TEXT,                          -- the gateway's
  UNIQUE (casefile, moment, round)
) STRICT;
CREATE INDEX text_waiting ON text_message (next_try) WHERE state = 'waiting';

CREATE TABLE text_line (                      -- the line to the gateway, and its breaker: one row
  line          INTEGER NOT NULL PRIMARY KEY CHECK (line = 1),
  failures      INTEGER NOT NULL DEFAULT 0,   -- in a row
  open_until    INTEGER,                      -- nothing is sent before this moment
  failing_since INTEGER
) STRICT;
INSERT INTO text_line (line) VALUES (1);

CREATE INDEX casefile_asked ON casefile (id) WHERE stage = 'supplementing';
