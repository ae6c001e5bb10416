-- 结果: what departments gave, how it was delivered, how often papers were printed, and what became void.

CREATE TABLE result (                -- 审批结果, as the department's event carries it
  parcel   TEXT NOT NULL REFERENCES parcel (id),
  ordinal  INTEGER NOT NULL,         -- from 1 within the event
  casefile TEXT NOT NULL REFERENCES casefile (id),
  name     TEXT NOT NULL,
  number   TEXT NOT NULL,            -- of the document or licence, given by the department
  granted  INTEGER NOT NULL,         -- 1 准予, 0 不予
  valid_to TEXT,                     -- yyyy-mm-dd
  at       INTEGER NOT NULL,         -- the department's time
  PRIMARY KEY (parcel, ordinal)
) STRICT;
CREATE INDEX result_of ON result (casefile, at);

ALTER TABLE progress ADD COLUMN results TEXT;  -- JSON array of what the event carries; absent where it carries none

CREATE TABLE delivery (              -- 送达, once for a case
  casefile TEXT NOT NULL PRIMARY KEY REFERENCES casefile (id),
  at       INTEGER NOT NULL,         -- legal time
  way      TEXT NOT NULL,            -- direct, mail, electronic, left, announced
  body     TEXT NOT NULL,            -- JSON: receiver, relation, authority, signature, copies, proof
  visit    TEXT,                     -- in which it was handed over
  desk     TEXT NOT NULL,
  staff    TEXT NOT NULL             -- 工号
) STRICT;

-- Who may take a result along is looked up by the number on his card: the applicant's, or that of who applied for a body.
CREATE INDEX casefile_collect ON casefile (applicant_number) WHERE stage = 'completed';
CREATE INDEX casefile_collect_for ON casefile (json_extract(body, '$.party.person.idNumber')) WHERE stage = 'completed';

CREATE TABLE print_job (             -- a paper went to a printer (补打 from the second on); its bytes never change
  paper TEXT NOT NULL REFERENCES paper (id),
  times INTEGER NOT NULL,            -- from 1
  at    INTEGER NOT NULL,
  desk  TEXT NOT NULL,
  staff TEXT NOT NULL,
  PRIMARY KEY (paper, times)
) STRICT;

ALTER TABLE paper ADD COLUMN voided_by TEXT;         -- number of the notice that made it void (作废)
ALTER TABLE casefile ADD COLUMN void_number TEXT;    -- 作废通知 number
ALTER TABLE casefile ADD COLUMN voided_at INTEGER;
ALTER TABLE casefile ADD COLUMN corrected_by TEXT;   -- slip code of the case that takes its place
CREATE UNIQUE INDEX casefile_void ON casefile (void_number) WHERE void_number IS NOT NULL;
