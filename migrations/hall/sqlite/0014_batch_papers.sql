-- 文书: of a case, or of a batch that goes to a department (材料移交单); the English companion of a paper (英文对照).

PRAGMA defer_foreign_keys = ON;        -- what points to papers points to the same ones afterwards
CREATE TABLE paper_before AS SELECT rowid AS place, * FROM paper;
DROP TABLE paper;

CREATE TABLE paper (
  id           TEXT NOT NULL PRIMARY KEY,
  casefile     TEXT REFERENCES casefile (id),
  batch        TEXT REFERENCES transfer_batch (id),
  companion_of TEXT REFERENCES paper (id), -- the paper that this one says in English
  kind         TEXT NOT NULL,              -- receipt, acceptance, form
  title        TEXT NOT NULL,
  number       TEXT,                       -- of the paper itself; a companion has none of its own
  content      TEXT,                       -- what it says, JSON; absent for bytes that a window printed
  made_at      INTEGER NOT NULL,
  digest       TEXT,                       -- fixed when the bytes are kept, for ever
  pages        INTEGER,
  missing      TEXT,                       -- JSON array of characters no font had
  bytes        BLOB,
  voided_by    TEXT,                       -- number of the notice that made it void (作废)
  CHECK ((casefile IS NULL) <> (batch IS NULL))
) STRICT;

INSERT INTO paper (id, casefile, kind, title, number, content, made_at, digest, pages, missing, bytes, voided_by)
  SELECT id, casefile, kind, title, number, content, made_at, digest, pages, missing, bytes, voided_by
  FROM paper_before ORDER BY place;
DROP TABLE paper_before;

CREATE INDEX paper_of ON paper (casefile, made_at, id);
CREATE INDEX paper_unmade ON paper (digest) WHERE digest IS NULL;
CREATE UNIQUE INDEX paper_of_batch ON paper (batch) WHERE batch IS NOT NULL AND companion_of IS NULL;
CREATE UNIQUE INDEX paper_companion ON paper (companion_of) WHERE companion_of IS NOT NULL;

ALTER TABLE bundle ADD COLUMN checked_at INTEGER; -- when the department had compared it with the list (核对签收)
