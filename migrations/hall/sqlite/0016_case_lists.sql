-- 办件 lists of a window and of the whole hall, and what is looked for in them, by index however many cases there are.

CREATE INDEX casefile_of_desk ON casefile (desk, received_at, id);
CREATE INDEX casefile_names ON casefile (item_name);
CREATE INDEX parcel_returned ON parcel (casefile) WHERE state = 'returned';
