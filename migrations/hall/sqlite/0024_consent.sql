-- 告知与同意: what somebody agreed to, refused or took back in a case, as the hall heard it; and on which legal base each
-- look rested. A person stands in it as the looks have him, as a digest under this hall's own key.
CREATE TABLE consent (
  draft    TEXT NOT NULL,                -- the case it was asked in
  asked_at INTEGER NOT NULL,
  source   TEXT NOT NULL,
  base     TEXT NOT NULL,                -- code of the legal base in the catalogue
  person   TEXT NOT NULL,                -- digest of whom it is about
  state    TEXT NOT NULL,                -- given, refused, withdrawn
  at       INTEGER NOT NULL,             -- when it was said
  how      TEXT NOT NULL,                -- screen, card, paper
  giver    TEXT NOT NULL,                -- digest of who said it
  desk     TEXT NOT NULL,
  staff    TEXT NOT NULL,                -- 工号 of who sent it
  PRIMARY KEY (draft, asked_at, source, base, person, state)
) STRICT;

ALTER TABLE look ADD COLUMN base TEXT;     -- legal base by code; absent in looks from before it was noted
ALTER TABLE look ADD COLUMN consent TEXT;  -- the consent it rested on, JSON; absent where none was needed
