CREATE INDEX CONCURRENTLY books_title_idx ON books (title);
CREATE INDEX sales_day_idx ON ONLY sales (day);
CREATE INDEX CONCURRENTLY sales_2025_day_idx ON sales_2025 (day);
ALTER INDEX sales_day_idx ATTACH PARTITION sales_2025_day_idx;

CREATE TEMPORARY TABLE strays (id bigint);
CREATE INDEX strays_id ON pg_temp.strays (id);
