PRAGMA application_id = 1937007988; -- "stet"
