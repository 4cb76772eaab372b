DROP INDEX users_email_idx;
REINDEX INDEX orders_by_day;
