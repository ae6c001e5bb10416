-- Scanned pages of an intake: which there are, how they lie, and every step back.

CREATE TABLE scans (
  draft    TEXT PRIMARY KEY NOT NULL, -- UUID of the intake
  json     TEXT NOT NULL,
  saved_at TEXT NOT NULL              -- RFC 3339
) STRICT;
