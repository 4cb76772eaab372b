ALTER FUNCTION now_utc() RENAME TO utc_now;
