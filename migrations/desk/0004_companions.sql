-- English companions (英文对照) of papers.

ALTER TABLE papers ADD COLUMN companion_of TEXT; -- the paper that this one says in English
ALTER TABLE papers ADD COLUMN companion TEXT;    -- JSON: what the companion of a paper made here says
CREATE UNIQUE INDEX papers_companion ON papers (companion_of) WHERE companion_of IS NOT NULL;
