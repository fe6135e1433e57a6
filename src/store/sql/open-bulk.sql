PRAGMA cache_size = -65536;
