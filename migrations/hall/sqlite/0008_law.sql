-- 期限: the acts that the law's clock is counted from, each written in the transaction that does it.

CREATE TABLE law_event (
  casefile TEXT NOT NULL REFERENCES casefile (id),
  sequence INTEGER NOT NULL,         -- from 1, in the order in which they were committed
  at       INTEGER NOT NULL,         -- legal time
  event    TEXT NOT NULL,            -- JSON
  PRIMARY KEY (casefile, sequence)
) STRICT;

-- Cases from before keep what is known of them.
INSERT INTO law_event (casefile, sequence, at, event)
  SELECT id, 1, received_at, '{"event":"received"}' FROM casefile;
INSERT INTO law_event (casefile, sequence, at, event)
  SELECT id, 2, accepted_at, '{"event":"accepted","deemed":false}' FROM casefile WHERE accepted_at IS NOT NULL;
INSERT INTO law_event (casefile, sequence, at, event)
  SELECT id, 2, refused_at, '{"event":"ended","stage":"refused"}' FROM casefile
  WHERE refused_at IS NOT NULL AND accepted_at IS NULL;
INSERT INTO law_event (casefile, sequence, at, event)
  SELECT c.id, 3, h.at, '{"event":"decided","granted":true}' FROM casefile c JOIN happening h ON h.casefile = c.id
  WHERE h.what = 'decided' AND c.accepted_at IS NOT NULL GROUP BY c.id HAVING h.at = min(h.at);
INSERT INTO law_event (casefile, sequence, at, event)
  SELECT c.id, 4, h.at, '{"event":"completed"}' FROM casefile c JOIN happening h ON h.casefile = c.id
  WHERE h.what = 'completed' AND c.accepted_at IS NOT NULL GROUP BY c.id HAVING h.at = min(h.at);

ALTER TABLE progress ADD COLUMN granted INTEGER;  -- of a decision: 1 准予, 0 不予; absent where the event says neither
