-- 咨询: which item was explained when, until the hall has counted it; nothing of anybody.

CREATE TABLE consultations (
  id   TEXT PRIMARY KEY NOT NULL, -- UUID; counted once under it
  item TEXT NOT NULL,             -- item id of the catalogue
  at   TEXT NOT NULL              -- RFC 3339
) STRICT;
