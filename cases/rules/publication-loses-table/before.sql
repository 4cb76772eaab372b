CREATE TABLE authors (id bigint PRIMARY KEY);
CREATE TABLE books (id bigint PRIMARY KEY);
CREATE PUBLICATION warehouse FOR TABLE authors, books;
