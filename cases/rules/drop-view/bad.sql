DROP VIEW long_books;
