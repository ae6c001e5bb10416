-- 督办与回访, and what the supervisor's board is read from.

CREATE TABLE urge (                  -- 督办 of a case, as often as it happened
  id       TEXT NOT NULL PRIMARY KEY,
  casefile TEXT NOT NULL REFERENCES casefile (id),
  staff    TEXT NOT NULL,
  at       INTEGER NOT NULL
) STRICT;
CREATE INDEX urge_of ON urge (casefile);

CREATE TABLE call_back (             -- 差评回访: every try
  id      TEXT NOT NULL PRIMARY KEY,
  rating  TEXT NOT NULL REFERENCES rating (id),
  staff   TEXT NOT NULL,
  at      INTEGER NOT NULL,
  reached INTEGER NOT NULL,          -- 1 ends it
  note    TEXT NOT NULL
) STRICT;
CREATE INDEX call_back_of ON call_back (rating, at);
CREATE UNIQUE INDEX call_back_reached ON call_back (rating) WHERE reached = 1;

CREATE TABLE intake_time (           -- when an intake was opened and how it went on, apart from its long body
  id          TEXT NOT NULL PRIMARY KEY,  -- the draft's and the case's
  item        TEXT NOT NULL,
  opened_at   INTEGER NOT NULL,
  first_visit TEXT NOT NULL,         -- in which it was saved first
  visit       TEXT NOT NULL,         -- in which it was handed in
  received_at INTEGER,
  accepted_at INTEGER
) STRICT;
INSERT INTO intake_time (id, item, opened_at, first_visit, visit, received_at, accepted_at)
  SELECT id, item, CAST(strftime('%s', json_extract(body, '$.openedAt')) AS INTEGER) * 1000,
         json_extract(body, '$.visit'), json_extract(body, '$.visit'), received_at, accepted_at
  FROM casefile;
INSERT INTO intake_time (id, item, opened_at, first_visit, visit)
  SELECT id, json_extract(body, '$.item'), CAST(strftime('%s', json_extract(body, '$.openedAt')) AS INTEGER) * 1000,
         json_extract(body, '$.visit'), json_extract(body, '$.visit')
  FROM draft WHERE true ON CONFLICT (id) DO NOTHING;
CREATE INDEX intake_time_received ON intake_time (received_at);
CREATE INDEX intake_time_accepted ON intake_time (accepted_at);

ALTER TABLE department ADD COLUMN failing_since INTEGER;  -- the first of the failures in a row

CREATE INDEX casefile_due ON casefile (due_day, item) WHERE stage = 'accepted';
CREATE INDEX casefile_notify ON casefile (notify_by) WHERE stage = 'received';
CREATE INDEX draft_open ON draft (desk, saved_at) WHERE open = 1;
CREATE INDEX rating_bad ON rating (at) WHERE level IN ('bad', 'veryBad');
CREATE INDEX session_open ON session (until) WHERE closed_at IS NULL;
CREATE INDEX alarm_recent ON alarm (at);
