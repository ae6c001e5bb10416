-- 数据校核: what applicants say is wrong at a source, on its way there and back. It concerns the register, so a row belongs
-- to no case and outlives it.
CREATE TABLE objection (
  id           TEXT NOT NULL PRIMARY KEY,
  draft        TEXT NOT NULL,            -- the intake it was raised in, and the case that came of it
  slip         TEXT NOT NULL,
  item         TEXT NOT NULL,            -- item id
  edition      TEXT NOT NULL,
  visit        TEXT NOT NULL,
  desk         TEXT NOT NULL,            -- the window that raised it
  dataset      TEXT NOT NULL,
  body         TEXT NOT NULL,            -- as it was raised, JSON; whose it is is taken out once it is answered
  state        TEXT NOT NULL,            -- raised, sent, heard, upheld, partly, rejected, refused
  raised_at    INTEGER NOT NULL,
  sent_at      INTEGER,
  receipt_no   TEXT,                     -- of the source
  answer_by    TEXT NOT NULL,            -- yyyy-mm-dd
  answer       TEXT,                     -- JSON
  answered_at  INTEGER,
  warned       INTEGER NOT NULL DEFAULT 0, -- 1: that the day passed was said
  attempts     INTEGER NOT NULL DEFAULT 0, -- of what is to be done next
  next_try     INTEGER NOT NULL,
  leased_until INTEGER,
  cause        TEXT                      -- JSON
) STRICT;
CREATE INDEX objection_due ON objection (next_try) WHERE state IN ('raised', 'sent', 'heard');
CREATE INDEX objection_of_draft ON objection (draft);
CREATE INDEX objection_of_desk ON objection (desk);
