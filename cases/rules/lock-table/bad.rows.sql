BEGIN;
SELECT count(*) FROM (SELECT 1 FROM public.books FOR UPDATE) AS locked;
UPDATE books SET pages = pages + 1 WHERE id = 7;
COMMIT;
