-- What recognition (识别) read on scanned pages. It goes with the pages of its intake.

CREATE TABLE recognised (
  draft    TEXT NOT NULL,    -- UUID of the intake
  digest   TEXT NOT NULL,    -- SHA-256 of the page, in hex
  quarters INTEGER NOT NULL, -- how the page was turned when it was read
  json     TEXT,             -- lines and words; none where it could not be read
  code     TEXT,             -- why it could not be read
  PRIMARY KEY (draft, digest, quarters)
) STRICT;
