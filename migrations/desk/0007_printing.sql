-- Papers that were given to a printer and have not ended there: followed on after a restart.

CREATE TABLE printing (
  key     TEXT PRIMARY KEY NOT NULL, -- UUID: stands in the job's name at the printer
  paper   TEXT NOT NULL,
  title   TEXT NOT NULL,
  printer TEXT NOT NULL,             -- its address
  at      TEXT NOT NULL              -- RFC 3339
) STRICT;
