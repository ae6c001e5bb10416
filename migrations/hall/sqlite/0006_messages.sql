-- 请求支援、静默报警、大厅公告: what windows call for, and what supervisors say. Times and ids as in the first
-- migration; nobody's number stands in any of it.

CREATE TABLE support_call (
  id          TEXT NOT NULL PRIMARY KEY,
  desk        TEXT NOT NULL,                    -- the window that calls
  staff       TEXT NOT NULL REFERENCES staff (number),
  kind        TEXT NOT NULL,                    -- support, quietAlarm
  why         TEXT,                             -- upset, hardCase, machine, interpreter, other; absent for a quiet alarm
  note        TEXT NOT NULL,                    -- at most 200 characters
  at          INTEGER NOT NULL,
  taken_staff TEXT REFERENCES staff (number),   -- the supervisor who is on it
  taken_at    INTEGER,
  helper      TEXT REFERENCES staff (number),   -- sent in his place
  helper_desk TEXT,
  ended_at    INTEGER,
  outcome     TEXT                              -- done, withdrawn
) STRICT;
-- A window has one open call of each kind.
CREATE UNIQUE INDEX support_call_open ON support_call (desk, kind) WHERE ended_at IS NULL;

CREATE TABLE message (
  id       TEXT NOT NULL PRIMARY KEY,
  audience TEXT NOT NULL,                       -- JSON: all, group, windows, walls, window
  text     TEXT NOT NULL,                       -- at most 200 characters
  urgent   INTEGER NOT NULL,                    -- 0 or 1
  staff    TEXT NOT NULL REFERENCES staff (number),
  at       INTEGER NOT NULL,
  until    INTEGER NOT NULL                     -- earlier than it was posted with where it was taken back
) STRICT;
CREATE INDEX message_standing ON message (until);

CREATE TABLE message_seen (                     -- confirmed, once per window
  message TEXT NOT NULL REFERENCES message (id),
  desk    TEXT NOT NULL,
  staff   TEXT NOT NULL REFERENCES staff (number),
  at      INTEGER NOT NULL,
  PRIMARY KEY (message, desk)
) STRICT;
