CREATE TABLE shelf (id bigint PRIMARY KEY);
CREATE TABLE shelf_books (id bigint PRIMARY KEY, shelf_id bigint REFERENCES shelf (id));
