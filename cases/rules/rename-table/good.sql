CREATE VIEW volumes AS SELECT * FROM books;
