PRAGMA application_id = 1937007972; -- "sted"
