-- 去向: what a case was told to supplement, what was promised, what was not got done, which request waits too long.

ALTER TABLE casefile ADD COLUMN told TEXT;  -- 一次告知: the last notice and what of it has come, JSON

CREATE TABLE promise (               -- 容缺: materials that come after acceptance
  casefile  TEXT NOT NULL REFERENCES casefile (id),
  material  TEXT NOT NULL,           -- id in the catalogue
  name      TEXT NOT NULL,
  due       TEXT NOT NULL,           -- yyyy-mm-dd, the last day
  kept_at   INTEGER,                 -- when it came; absent while it has not
  reminded  INTEGER NOT NULL DEFAULT 0, -- 1 once the applicant's day was near and that was said
  defaulted INTEGER NOT NULL DEFAULT 0, -- 1 once the day had passed and that was said
  PRIMARY KEY (casefile, material)
) STRICT;
CREATE INDEX promise_open ON promise (due) WHERE kept_at IS NULL;

CREATE TABLE undone (                -- 办不成事反映: every matter that was turned away, with who looks after it
  id          TEXT NOT NULL PRIMARY KEY,
  casefile    TEXT NOT NULL REFERENCES casefile (id),
  slip        TEXT NOT NULL,
  item        TEXT NOT NULL,
  item_name   TEXT NOT NULL,
  department  TEXT NOT NULL,
  kind        TEXT NOT NULL,         -- refused, notNeeded, secondDemand, unanswered
  reason      TEXT NOT NULL,
  desk        TEXT NOT NULL,
  staff       TEXT NOT NULL,         -- 工号 of the window
  owner       TEXT NOT NULL,         -- 工号 of the supervisor who looks after it
  at          INTEGER NOT NULL,
  answer      TEXT,                  -- what was done about it; absent while it is open
  answered_by TEXT,
  answered_at INTEGER
) STRICT;
CREATE INDEX undone_open ON undone (at) WHERE answer IS NULL;

ALTER TABLE approval ADD COLUMN passed_on INTEGER; -- when nobody had answered in time and every supervisor was asked again

ALTER TABLE progress ADD COLUMN asked TEXT; -- returned: what the department asks for, JSON; absent in other events

CREATE TABLE further (               -- 补充材料: what a department asks for after acceptance
  id         TEXT NOT NULL PRIMARY KEY,
  casefile   TEXT NOT NULL REFERENCES casefile (id),
  parcel     TEXT NOT NULL REFERENCES parcel (id),
  reason     TEXT NOT NULL,
  approver   TEXT NOT NULL,
  asked_at   INTEGER NOT NULL,
  demands    TEXT NOT NULL,          -- JSON, each with the moment in which it came
  round      INTEGER                 -- the notice that told it; absent while it is not told
) STRICT;
CREATE INDEX further_of ON further (casefile, asked_at);

CREATE TABLE further_round (         -- 补充材料通知书: one a round
  casefile TEXT NOT NULL REFERENCES casefile (id),
  round    INTEGER NOT NULL,
  number   TEXT NOT NULL,
  until    TEXT NOT NULL,            -- yyyy-mm-dd, the last day
  PRIMARY KEY (casefile, round)
) STRICT;

ALTER TABLE parcel ADD COLUMN about TEXT; -- the parcel that this message to its department speaks of; absent for a parcel
