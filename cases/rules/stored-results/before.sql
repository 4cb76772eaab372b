CREATE FUNCTION plain_title(title text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(title)';
CREATE FUNCTION spoken_title(title text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(title)';
CREATE TABLE books (id bigint PRIMARY KEY, title text NOT NULL);
CREATE UNIQUE INDEX books_plain_title ON books (plain_title(title));
