-- 智能预填: how much of its form sources filled, for every accepted case. Nothing of a person stands in it.
CREATE TABLE prefill (
  draft    TEXT PRIMARY KEY,
  month    TEXT NOT NULL,                -- of the acceptance, 2026-11
  desk     TEXT NOT NULL,
  item     TEXT NOT NULL,
  meter    TEXT NOT NULL                 -- the counts, JSON
) STRICT;
CREATE INDEX prefill_month ON prefill (month, desk, item);
