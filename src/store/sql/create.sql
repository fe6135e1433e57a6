PRAGMA page_size = 16384;
PRAGMA encoding = 'UTF-8';
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
