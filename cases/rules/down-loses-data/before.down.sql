DROP TABLE books, authors;
