-- The queue: everything that may become of a ticket, and the windows of the hall.
-- A ticket may open several visits in turn (parked and taken up again, transferred, called after it was missed), and its
-- group may change while its number stays: both tables are built anew.

CREATE TABLE ticket_anew (
  id             TEXT NOT NULL PRIMARY KEY,
  day            TEXT NOT NULL,            -- the hall's day, yyyy-mm-dd
  serial         INTEGER NOT NULL,         -- within the day and the group it was taken for
  number         TEXT NOT NULL,            -- A037
  lane           TEXT NOT NULL,            -- 业务组 it waits in: the letter
  moved_from     TEXT,                     -- the group before the last transfer
  priority       TEXT,                     -- elder, disabled, pregnant, military, other
  appointment_at INTEGER,                  -- 预约时间
  taken_at       INTEGER NOT NULL,
  state          TEXT NOT NULL,            -- waiting, called, missed, parked, served, left
  called_at      INTEGER,                  -- first call of the window that has it
  announced_at   INTEGER,                  -- last call or recall
  calls          INTEGER NOT NULL DEFAULT 0,
  missed         INTEGER NOT NULL DEFAULT 0,
  rejoined_at    INTEGER,
  held_for       TEXT,                     -- kept for this window
  held_since     INTEGER,
  desk           TEXT,                     -- the window that called or parked it
  parked_why     TEXT,
  closed_at      INTEGER,                  -- served or left
  holder         TEXT,                     -- digest of who holds it, until it is over; SHA-256 in hex
  UNIQUE (day, number)
) STRICT;
INSERT INTO ticket_anew (id, day, serial, number, lane, priority, taken_at, state, desk, calls)
  SELECT id, day, serial, number, lane, CASE WHEN priority = 1 THEN 'other' END, taken_at, state, desk,
         CASE WHEN state = 'waiting' THEN 0 ELSE 1 END
  FROM ticket;

CREATE TABLE visit_anew (
  id        TEXT NOT NULL PRIMARY KEY,
  ticket    TEXT REFERENCES ticket_anew (id),
  reason    TEXT,                          -- of a walk-in
  desk      TEXT NOT NULL,
  staff     TEXT NOT NULL,                 -- who serves; the next clerk after a shift change
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  outcome   TEXT                           -- served, left, missed, parked, transferred, lost
) STRICT;
INSERT INTO visit_anew (id, ticket, reason, desk, staff, opened_at, closed_at, outcome)
  SELECT id, ticket, reason, desk, staff, opened_at, closed_at, outcome FROM visit;
-- When a ticket of before was called and ended stands with its visit.
UPDATE ticket_anew SET
  called_at = (SELECT opened_at FROM visit WHERE visit.ticket = ticket_anew.id),
  announced_at = (SELECT opened_at FROM visit WHERE visit.ticket = ticket_anew.id),
  closed_at = (SELECT closed_at FROM visit WHERE visit.ticket = ticket_anew.id)
  WHERE state <> 'waiting';

CREATE TABLE visit_body_anew (             -- bodies that the register connected with somebody of this visit
  visit    TEXT NOT NULL REFERENCES visit_anew (id),
  uscc     TEXT NOT NULL,
  relation TEXT NOT NULL,
  PRIMARY KEY (visit, uscc)
) STRICT;
INSERT INTO visit_body_anew (visit, uscc, relation) SELECT visit, uscc, relation FROM visit_body;

DROP TABLE visit_body;
DROP TABLE visit;
DROP TABLE ticket;
ALTER TABLE ticket_anew RENAME TO ticket;
ALTER TABLE visit_anew RENAME TO visit;
ALTER TABLE visit_body_anew RENAME TO visit_body;

CREATE INDEX ticket_of_day ON ticket (day, state);
CREATE INDEX ticket_holder ON ticket (day, holder) WHERE holder IS NOT NULL;
CREATE INDEX visit_of_ticket ON visit (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX visit_open ON visit (desk) WHERE closed_at IS NULL;

CREATE TABLE desk_window (                 -- 窗口
  desk       TEXT NOT NULL PRIMARY KEY,    -- window number, such as 08
  lanes      TEXT NOT NULL,                -- JSON array: letters of the groups it serves
  state      TEXT NOT NULL,                -- closed, free, serving, paused
  since      INTEGER NOT NULL,             -- of this state
  pause      TEXT,                         -- lunch, break, equipment, support, meeting, shift
  staff      TEXT,                         -- 工号 of who sits there
  staff_name TEXT,
  visit      TEXT REFERENCES visit (id),   -- the open one
  ticket     TEXT,                         -- its number; absent for a walk-in
  version    INTEGER NOT NULL,             -- grows with every move to other groups
  moved_by   TEXT                          -- who gave it its groups last
) STRICT;

CREATE TABLE appointment (                 -- 预约: checked in once, on its day
  day    TEXT NOT NULL,
  code   TEXT NOT NULL,                    -- 预约码: six digits
  lane   TEXT NOT NULL,                    -- 业务组: the letter
  at     INTEGER NOT NULL,
  ticket TEXT REFERENCES ticket (id),      -- once it was checked in
  PRIMARY KEY (day, code)
) STRICT;
