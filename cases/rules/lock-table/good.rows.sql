BEGIN;
SELECT id FROM books WHERE id = 7 FOR UPDATE;
UPDATE books SET pages = pages + 1 WHERE id = 7;
SELECT id FROM authors FOR UPDATE;
COMMIT;
