-- 待收件: applications begun at an online portal, their files, and what the portal is told of them.

CREATE TABLE online (
  id TEXT PRIMARY KEY,                 -- 网上申报号, the portal's
  revision INTEGER NOT NULL,           -- the last that stands
  digest TEXT NOT NULL,                -- SHA-256 of that revision
  item TEXT NOT NULL,                  -- item id, as the hall resolved the portal's code
  item_name TEXT NOT NULL,
  applicant_name TEXT NOT NULL,
  applicant_number TEXT NOT NULL,
  filer_number TEXT NOT NULL,          -- of who filed it: himself, or for a body or a person
  body TEXT NOT NULL,                  -- the application as it came
  state TEXT NOT NULL,                 -- submitted, withdrawn, accepted
  number TEXT,                         -- under which the portal's own department accepted it
  submitted_at INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  draft TEXT,                          -- the draft it was taken into: whoever holds that has the application
  visit TEXT,                          -- the visit it was taken up in
  desk TEXT,                           -- until the draft is saved
  staff TEXT,
  taken_at INTEGER,
  told TEXT                            -- what the portal was told last
) STRICT;
CREATE INDEX online_of_filer ON online (filer_number);
CREATE INDEX online_of_applicant ON online (applicant_number);
CREATE INDEX online_of_draft ON online (draft) WHERE draft IS NOT NULL;
CREATE INDEX online_waiting ON online (item, state);

CREATE TABLE online_file (
  application TEXT NOT NULL REFERENCES online (id),
  digest TEXT NOT NULL,                -- SHA-256 as the portal says it
  state TEXT NOT NULL,                 -- waiting, here, refused
  why TEXT,                            -- JSON of the trouble, of a refused one
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL,
  PRIMARY KEY (application, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX online_file_due ON online_file (next_try) WHERE state = 'waiting';

CREATE TABLE online_word (
  application TEXT NOT NULL REFERENCES online (id),
  sequence INTEGER NOT NULL,           -- from 1 per application; the portal hears them in this order
  body TEXT NOT NULL,                  -- JSON as it is sent
  state TEXT NOT NULL,                 -- waiting, told, refused
  why TEXT,                            -- JSON of the trouble of the last attempt
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL,
  PRIMARY KEY (application, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX online_word_due ON online_word (next_try) WHERE state = 'waiting';

-- Who was identified in a visit, as a digest bound to it: a look at somebody's applications needs him there.
CREATE TABLE visit_person (
  visit TEXT NOT NULL REFERENCES visit (id),
  person TEXT NOT NULL,                -- SHA-256 over the visit and the number
  PRIMARY KEY (visit, person)
) STRICT, WITHOUT ROWID;
