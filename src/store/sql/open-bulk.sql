PRAGMA cache_size = -65536;
PRAGMA secure_delete = OFF;
