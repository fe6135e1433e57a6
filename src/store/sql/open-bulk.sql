PRAGMA cache_size = -49152;
