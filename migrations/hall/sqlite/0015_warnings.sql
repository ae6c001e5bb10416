-- 期限提醒: what is said of a limit before it passes, to whom, and whether anybody looked at it.

CREATE TABLE warning (
  casefile   TEXT NOT NULL REFERENCES casefile (id),
  rule       TEXT NOT NULL,              -- of the limit
  day        TEXT NOT NULL,              -- its last day, yyyy-mm-dd
  urgency    TEXT NOT NULL,              -- the strongest that was said: near, lastDay, passed
  at         INTEGER NOT NULL,           -- when it was said
  clock      TEXT NOT NULL,              -- the limit, JSON
  desk       TEXT NOT NULL,              -- the window that has the case
  above      INTEGER NOT NULL,           -- 1: nobody at the window can act on it, supervisors are told as well
  stands     INTEGER NOT NULL DEFAULT 1, -- 0: the limit runs no longer
  seen_at    INTEGER,                    -- looked at at the window
  seen_above INTEGER,                    -- looked at by a supervisor
  PRIMARY KEY (casefile, rule, day)
) STRICT;
CREATE INDEX warning_window ON warning (desk) WHERE stands = 1 AND seen_at IS NULL;
CREATE INDEX warning_above ON warning (at) WHERE stands = 1 AND seen_above IS NULL;

ALTER TABLE casefile ADD COLUMN warn_at INTEGER; -- when something is to be said of a limit of the case
CREATE INDEX casefile_warns ON casefile (warn_at) WHERE warn_at IS NOT NULL;

-- What was said before stood on the window's screen at that time: rule, day and light.
INSERT INTO warning (casefile, rule, day, urgency, at, clock, desk, above, seen_at, seen_above)
  SELECT id, runs, substr(reminded, length(runs) + 2, 10),
         CASE WHEN reminded LIKE '%/red' THEN 'passed' ELSE 'near' END,
         burns_at, json_extract(clock, '$.running'), desk, 0, burns_at, burns_at
  FROM casefile WHERE runs IS NOT NULL AND reminded LIKE runs || '/%/%';
ALTER TABLE casefile DROP COLUMN reminded;

-- Every open case is counted anew when the hall opens, which says when it is to be warned of.
UPDATE casefile SET counted_by = NULL WHERE stage IN ('received', 'supplementing', 'accepted', 'decided', 'completed');
