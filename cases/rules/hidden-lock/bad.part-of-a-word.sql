ALTER TABLE shelf_books DROP CONSTRAINT shelf_books_shelf_id_fkey;
