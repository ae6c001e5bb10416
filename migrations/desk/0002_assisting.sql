-- Drafts that go from desk to desk: what the hall has confirmed of them, and what it had not when somebody took one.

CREATE TABLE confirmed (
  draft TEXT PRIMARY KEY NOT NULL, -- UUID
  json  TEXT NOT NULL              -- the draft as the hall last confirmed it
) STRICT;

-- Edits of this desk that came too late: kept to be shown, never merged.
CREATE TABLE lost_edits (
  draft    TEXT PRIMARY KEY NOT NULL, -- UUID
  slip     TEXT NOT NULL,
  item     TEXT NOT NULL,             -- item id of the catalogue
  holder   TEXT NOT NULL,             -- the desk that has the draft
  json     TEXT NOT NULL,             -- list of edits, masked
  noted_at TEXT NOT NULL              -- RFC 3339
) STRICT;
