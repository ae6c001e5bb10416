-- Prints of papers (补打), what became void, and what the hall has not been told of a print.

ALTER TABLE papers ADD COLUMN prints INTEGER NOT NULL DEFAULT 0; -- prints that the hall has counted
ALTER TABLE papers ADD COLUMN voided_by TEXT;                    -- number of the notice that made it void

CREATE TABLE print_jobs (          -- prints that the hall has not counted
  key   TEXT PRIMARY KEY NOT NULL, -- UUID: the idempotency key under which it is told
  paper TEXT NOT NULL,
  at    TEXT NOT NULL              -- RFC 3339
) STRICT;
CREATE INDEX print_jobs_of_paper ON print_jobs (paper);
