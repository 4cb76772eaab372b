UPDATE books SET pages = 0 WHERE author_id IS NOT NULL;
UPDATE books SET pages = 1 FROM authors a WHERE a.id IS NOT NULL;
UPDATE books SET pages = 2 WHERE id IS NOT NULL AND author_id = 1;
