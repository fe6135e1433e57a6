PRAGMA query_only = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -12288;
