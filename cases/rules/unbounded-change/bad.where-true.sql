DELETE FROM books WHERE true;
