DELETE FROM books WHERE 1 = 1 AND true;
