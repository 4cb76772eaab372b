CREATE TABLE kept (id bigint PRIMARY KEY, title text);
DELETE FROM kept WHERE true;
WITH gone AS (DELETE FROM kept RETURNING id) SELECT count(*) FROM gone;
MERGE INTO kept USING books ON kept.id = books.id WHEN NOT MATCHED BY SOURCE THEN DELETE;
