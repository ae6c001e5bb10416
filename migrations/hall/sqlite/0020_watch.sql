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
