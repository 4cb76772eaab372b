CREATE TABLE book (isbn text CONSTRAINT book_pk PRIMARY KEY, copies integer CONSTRAINT book_copies_check CHECK (copies >= 0));
CREATE FUNCTION keep(i text) RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO book (isbn) VALUES (i) ON CONFLICT ON CONSTRAINT book_pk DO NOTHING; END;
