-- 期限: what the clock of a case says, and by which calendar it was counted.

CREATE TABLE law_calendar (          -- 工作日历 with the hall's own opening days, each as it came into force here
  version   INTEGER NOT NULL PRIMARY KEY,
  loaded_at INTEGER NOT NULL,
  source    TEXT NOT NULL,           -- the notices that it stands on, by year
  digest    TEXT NOT NULL,           -- SHA-256 of the body, hex
  body      TEXT NOT NULL            -- JSON
) STRICT;

ALTER TABLE casefile ADD COLUMN limits TEXT;        -- 时限 of the item as it was when received, JSON
ALTER TABLE casefile ADD COLUMN clock TEXT;         -- what replaying its acts gives, JSON
ALTER TABLE casefile ADD COLUMN runs TEXT;          -- the rule of what runs; absent where nothing does
ALTER TABLE casefile ADD COLUMN burns_at INTEGER;   -- the first moment after what runs
ALTER TABLE casefile ADD COLUMN counted_by INTEGER; -- version of the calendar; absent before the first count
ALTER TABLE casefile ADD COLUMN reminded TEXT;      -- what of its clock was said before it ended: rule and day

ALTER TABLE progress ADD COLUMN act TEXT;           -- of a special procedure or an extension, JSON

ALTER TABLE law_event ADD COLUMN paper TEXT REFERENCES paper (id); -- what the applicant is told of the act in writing
CREATE INDEX law_event_unsaid ON law_event (casefile, sequence)
  WHERE paper IS NULL AND json_extract(event, '$.event') IN ('paused', 'extended', 'ended');

-- What stands still is not over its day.
DROP INDEX casefile_due;
CREATE INDEX casefile_due ON casefile (due_day, item, runs) WHERE stage = 'accepted';
CREATE INDEX casefile_burns ON casefile (burns_at) WHERE burns_at IS NOT NULL;
CREATE INDEX casefile_runs ON casefile (runs, burns_at) WHERE runs IS NOT NULL;
CREATE INDEX casefile_counted ON casefile (counted_by) WHERE stage IN ('received', 'supplementing', 'accepted', 'decided', 'completed');
