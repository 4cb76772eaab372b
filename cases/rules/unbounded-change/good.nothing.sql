DELETE FROM books WHERE false;
UPDATE books SET pages = 1 WHERE 1 = 0;
