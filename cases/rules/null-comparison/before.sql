CREATE TABLE books (id bigint PRIMARY KEY, title text, pages integer, shelf text);
