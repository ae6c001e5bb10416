-- 政务服务码: each is taken once; kept until nobody could show it again.
CREATE TABLE shown_code (
  digest TEXT NOT NULL PRIMARY KEY,      -- of issuer and token, hex
  visit  TEXT NOT NULL,
  desk   TEXT NOT NULL,                  -- at which it was taken
  staff  TEXT NOT NULL,                  -- 工号
  at     INTEGER NOT NULL,
  until  INTEGER NOT NULL                -- after which it is refused for its age
) STRICT;
CREATE INDEX shown_code_until ON shown_code (until);
