CREATE TABLE kept (id bigint PRIMARY KEY, title text);
WITH gone AS (DELETE FROM books RETURNING id, title) INSERT INTO kept SELECT id, title FROM gone;
