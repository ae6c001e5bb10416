-- How much an item is used: what is opened is counted by item and age, from the index alone.

CREATE INDEX intake_time_opened ON intake_time (opened_at, item);
