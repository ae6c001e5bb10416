-- 数据最多采一次: what accepted cases say of somebody, to be offered again in the next case for as long as the hall's rules
-- say. A person or body stands in it as the looks have him, as a digest under this hall's own key.
CREATE TABLE collected (
  casefile    TEXT NOT NULL REFERENCES casefile (id),  -- the case that said it
  person      TEXT NOT NULL,     -- digest of whom it is about
  element     TEXT NOT NULL,     -- data element of the catalogue
  sensitivity TEXT NOT NULL,     -- of the field, as the catalogue had it
  value       TEXT NOT NULL,     -- JSON
  how         TEXT NOT NULL,     -- how it came, JSON: typed, guidance, online …
  as_of       INTEGER NOT NULL,  -- when the case was accepted
  PRIMARY KEY (person, element, casefile)
) STRICT, WITHOUT ROWID;
CREATE INDEX collected_casefile ON collected (casefile);

-- The rules in force, as the hall read them at its opening.
CREATE TABLE reuse (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  source TEXT NOT NULL,          -- the source of the catalogue that is answered from it
  rules  TEXT NOT NULL           -- JSON
) STRICT;
