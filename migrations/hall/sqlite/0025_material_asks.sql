-- 收纸台账: what each case asked of its applicant, one row per material. Nobody is named.
CREATE TABLE material_ask (
  draft         TEXT NOT NULL,
  material      TEXT NOT NULL,           -- id in the catalogue
  name          TEXT NOT NULL,
  item          TEXT NOT NULL,
  item_name     TEXT NOT NULL,
  department    TEXT NOT NULL,           -- credit code
  department_name TEXT NOT NULL,
  licence_type  TEXT,                    -- where the library may have it
  why           TEXT,                    -- why paper was asked for; NULL is 免提交
  day           TEXT NOT NULL,           -- of the hall, 2026-11-27
  at            INTEGER NOT NULL,
  desk          TEXT NOT NULL,
  staff         TEXT NOT NULL,
  PRIMARY KEY (draft, material)
) STRICT;
CREATE INDEX material_ask_day ON material_ask (day);
