-- 材料移交与用印: paper on its way to departments and back, and the seal log.

CREATE TABLE transfer_batch (          -- 移交批次
  id         TEXT NOT NULL PRIMARY KEY,
  department TEXT NOT NULL REFERENCES department (uscc),
  made_at    INTEGER NOT NULL,
  made_by    TEXT NOT NULL,            -- 工号
  number     TEXT UNIQUE,              -- 材料移交单 number, given when it is handed over
  handed_at  INTEGER,
  handed_by  TEXT,
  messenger  TEXT,                     -- who signed for the department
  note       TEXT
) STRICT;
CREATE UNIQUE INDEX transfer_open ON transfer_batch (department) WHERE handed_at IS NULL;

CREATE TABLE bundle (                  -- 材料袋: the paper of an accepted case
  casefile TEXT NOT NULL PRIMARY KEY REFERENCES casefile (id),
  state    TEXT NOT NULL,              -- here, listed, scanned, away, back, stays
  since    INTEGER NOT NULL,
  batch    TEXT REFERENCES transfer_batch (id),
  lines    TEXT,                       -- JSON: what is in it, fixed when it is listed
  missing  TEXT NOT NULL DEFAULT '[]'  -- JSON: names of materials that did not come back
) STRICT;
CREATE INDEX bundle_state ON bundle (state, since);
CREATE INDEX bundle_batch ON bundle (batch);

INSERT INTO bundle (casefile, state, since)
  SELECT c.id, 'here', c.accepted_at FROM casefile c
  WHERE c.stage IN ('accepted', 'decided') AND c.accepted_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM json_each(c.body, '$.slots') s WHERE
      (json_extract(s.value, '$.held.how') = 'paper' AND (json_extract(s.value, '$.held.copies') > 0
        OR (json_extract(s.value, '$.held.kept') AND json_extract(s.value, '$.held.originals') > 0)))
      OR (json_extract(s.value, '$.held.how') = 'generated' AND json_extract(s.value, '$.held.signedCopies') > 0
        AND json_extract(s.value, '$.held.signature') IS NULL));

CREATE TABLE seal_log (                -- 用印登记: each paper once
  paper  TEXT NOT NULL PRIMARY KEY REFERENCES paper (id),
  at     INTEGER NOT NULL,
  staff  TEXT NOT NULL,
  copies INTEGER NOT NULL
) STRICT;
CREATE INDEX seal_recent ON seal_log (at);
