CREATE TABLE loans (id bigint PRIMARY KEY, author_id bigint, CONSTRAINT loans_author FOREIGN KEY (author_id) REFERENCES authors);
CREATE INDEX ON loans (author_id);
