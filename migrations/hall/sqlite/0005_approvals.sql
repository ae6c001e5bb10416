-- 审批: what a clerk asks for and a second person answers, and what follows from it.

CREATE TABLE approval (
  id           TEXT NOT NULL PRIMARY KEY,
  desk         TEXT NOT NULL,                    -- who asks
  staff        TEXT NOT NULL,                    -- 工号
  asked_at     INTEGER NOT NULL,
  kind         TEXT NOT NULL,                    -- refusal, secondDemand, override, grant
  draft        TEXT,                             -- the draft it speaks of, where it speaks of one
  item         TEXT NOT NULL,
  item_name    TEXT NOT NULL,
  about        TEXT NOT NULL,                    -- JSON: everything that was asked
  state        TEXT NOT NULL,                    -- waiting, approved, denied, withdrawn, used
  answered_by  TEXT,                             -- 工号
  answered_at  INTEGER,
  note         TEXT,                             -- 意见
  withdrawn_at INTEGER,
  used_at      INTEGER
) STRICT;
CREATE INDEX approval_state ON approval (state, asked_at);
CREATE INDEX approval_of_desk ON approval (desk, asked_at);
CREATE INDEX approval_of_draft ON approval (draft) WHERE draft IS NOT NULL;

CREATE TABLE second_demand (                     -- 再次补正: asked for after everything was asked for once
  approval   TEXT NOT NULL PRIMARY KEY REFERENCES approval (id),
  casefile   TEXT NOT NULL REFERENCES casefile (id),
  item       TEXT NOT NULL,
  item_name  TEXT NOT NULL,
  department TEXT NOT NULL,
  materials  TEXT NOT NULL,                      -- JSON array of names
  at         INTEGER NOT NULL
) STRICT;
CREATE INDEX second_demand_of ON second_demand (item, department);

ALTER TABLE casefile ADD COLUMN refusal_number TEXT; -- 不予受理决定书 number
ALTER TABLE casefile ADD COLUMN refused_at INTEGER;
ALTER TABLE casefile ADD COLUMN passed_by TEXT;      -- the approval under which an open case of the same matter does not stop it
CREATE UNIQUE INDEX casefile_refusal ON casefile (refusal_number) WHERE refusal_number IS NOT NULL;

-- A grant from an approval stands beside that of the hall's data and ends by itself.
CREATE TABLE share_grant_anew (
  id          TEXT NOT NULL PRIMARY KEY,
  item        TEXT NOT NULL,                     -- item id, or * for checking who stands at the window
  dataset     TEXT NOT NULL,
  elements    TEXT NOT NULL,                     -- JSON array
  valid_until INTEGER NOT NULL,
  approval    TEXT REFERENCES approval (id)      -- absent for one of the hall's data
) STRICT;
INSERT INTO share_grant_anew (id, item, dataset, elements, valid_until)
  SELECT id, item, dataset, elements, valid_until FROM share_grant;
DROP TABLE share_grant;
ALTER TABLE share_grant_anew RENAME TO share_grant;
CREATE UNIQUE INDEX share_grant_of_data ON share_grant (item, dataset) WHERE approval IS NULL;
CREATE INDEX share_grant_of ON share_grant (item, dataset);
