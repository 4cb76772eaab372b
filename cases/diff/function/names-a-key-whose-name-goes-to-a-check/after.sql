CREATE TABLE book (isbn text CONSTRAINT book_pkey PRIMARY KEY, copies integer CONSTRAINT book_pk CHECK (copies >= 0));
CREATE FUNCTION keep(i text) RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO book (isbn) VALUES (i) ON CONFLICT ON CONSTRAINT book_pkey DO NOTHING; END;
