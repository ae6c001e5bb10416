-- 过程监控: every look at somebody, granted or refused, for those who watch and those who read it afterwards. A person
-- stands in it masked, and as a digest under this hall's own key.
CREATE TABLE watch_key (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  key BLOB NOT NULL                      -- 32 bytes, made once
) STRICT;

CREATE TABLE look (                      -- 数据查询记录
  id       TEXT NOT NULL PRIMARY KEY,
  at       INTEGER NOT NULL,
  staff    TEXT NOT NULL,                -- 工号
  desk     TEXT NOT NULL,
  visit    TEXT NOT NULL,                -- as it was named, also where there is none
  draft    TEXT,                         -- the case it was for; absent while somebody is only being identified
  item     TEXT NOT NULL,                -- item id; * for checking who stands at the window
  dataset  TEXT NOT NULL,
  elements TEXT NOT NULL,                -- JSON array
  subject  TEXT NOT NULL,                -- masked
  person   TEXT NOT NULL,                -- digest under watch_key
  purpose  TEXT NOT NULL,
  grant_id TEXT,                         -- absent where it was refused
  code     TEXT,                         -- why it was refused
  denied   TEXT,                         -- beyond, ordinary
  part     INTEGER NOT NULL,             -- 1: belongs to the look before it
  ticket   INTEGER NOT NULL,             -- 1: of an open visit with a ticket
  whose    TEXT NOT NULL,                -- anybody, own, relative, listed
  outside  INTEGER NOT NULL              -- minutes outside the opening hours
) STRICT;
CREATE INDEX look_of_staff ON look (staff, at);
CREATE INDEX look_of_person ON look (person, at);
CREATE INDEX look_at ON look (at);

CREATE TABLE watch_person (              -- whose looks at whom are told at once
  person TEXT NOT NULL,                  -- digest under watch_key
  whose  TEXT NOT NULL,                  -- own, relative, listed
  staff  TEXT NOT NULL,                  -- 工号; empty for listed: whoever looks
  PRIMARY KEY (person, whose, staff)
) STRICT;

CREATE TABLE watch_alarm (               -- 监控预警
  id        TEXT NOT NULL PRIMARY KEY,
  kind      TEXT NOT NULL,               -- withoutTicket, tooMany, manyInCase, denied, offHours, own, relative, listed
  staff     TEXT NOT NULL,               -- whose looks
  desk      TEXT NOT NULL,               -- of the last of them
  count     INTEGER NOT NULL,
  since     INTEGER NOT NULL,            -- the first look that it counts
  at        INTEGER NOT NULL,            -- raised
  last      INTEGER NOT NULL,            -- the last look that it counts
  closed_at INTEGER,
  closed_by TEXT,
  outcome   TEXT,                        -- inOrder, warned, passedOn
  note      TEXT
) STRICT;
CREATE UNIQUE INDEX watch_alarm_open ON watch_alarm (staff, kind) WHERE closed_at IS NULL;
CREATE INDEX watch_alarm_at ON watch_alarm (at);
CREATE INDEX intake_time_first_visit ON intake_time (first_visit);
CREATE INDEX intake_time_visit ON intake_time (visit);
CREATE INDEX delivery_visit ON delivery (visit) WHERE visit IS NOT NULL;

CREATE TABLE look_draw (                 -- 抽查: one draw among the looks of a month
  id    TEXT NOT NULL PRIMARY KEY,
  month TEXT NOT NULL,                   -- 2026-11
  seed  TEXT NOT NULL,                   -- draws the same looks again
  among INTEGER NOT NULL,                -- looks that the month had
  at    INTEGER NOT NULL,
  staff TEXT NOT NULL                    -- who drew
) STRICT;
CREATE INDEX look_draw_month ON look_draw (month);

CREATE TABLE look_sample (
  id        TEXT NOT NULL PRIMARY KEY,
  draw      TEXT NOT NULL REFERENCES look_draw (id),
  place     INTEGER NOT NULL,            -- in the draw, from 1
  look      TEXT NOT NULL REFERENCES look (id),
  verdict   TEXT,                        -- inOrder, toExplain
  note      TEXT,
  judged_by TEXT,
  judged_at INTEGER,
  UNIQUE (draw, look)
) STRICT;

-- 事前审批: a grant is asked for by one and approved by another; it says who, and can be withdrawn.
CREATE TABLE grant_ask (                 -- 数据授权申请
  id          TEXT NOT NULL PRIMARY KEY,
  item        TEXT NOT NULL,
  dataset     TEXT NOT NULL,
  elements    TEXT NOT NULL,             -- JSON array
  valid_until INTEGER NOT NULL,
  reason      TEXT NOT NULL,
  asked_by    TEXT NOT NULL,             -- 工号
  desk        TEXT NOT NULL,             -- at which it was asked for
  asked_at    INTEGER NOT NULL,
  state       TEXT NOT NULL,             -- waiting, approved, denied
  answered_by TEXT,
  answered_at INTEGER,
  words       TEXT
) STRICT;

ALTER TABLE share_grant ADD COLUMN ask TEXT REFERENCES grant_ask (id); -- absent for the hall's data and for a case's own
ALTER TABLE share_grant ADD COLUMN origin TEXT NOT NULL DEFAULT 'file'; -- file, training, approval, asked
ALTER TABLE share_grant ADD COLUMN asked_by TEXT;
ALTER TABLE share_grant ADD COLUMN approved_by TEXT;
ALTER TABLE share_grant ADD COLUMN approved_at INTEGER;
ALTER TABLE share_grant ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE share_grant ADD COLUMN withdrawn_by TEXT;
ALTER TABLE share_grant ADD COLUMN withdrawn_why TEXT;
UPDATE share_grant SET origin = 'approval',
  asked_by = (SELECT a.staff FROM approval a WHERE a.id = share_grant.approval),
  approved_by = (SELECT a.answered_by FROM approval a WHERE a.id = share_grant.approval),
  approved_at = (SELECT a.answered_at FROM approval a WHERE a.id = share_grant.approval)
  WHERE approval IS NOT NULL;
UPDATE share_grant SET origin = 'training' WHERE id LIKE 'train/%';
DROP INDEX share_grant_of_data;
CREATE UNIQUE INDEX share_grant_of_data ON share_grant (item, dataset) WHERE approval IS NULL AND ask IS NULL;
