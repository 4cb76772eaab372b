CREATE TABLE book (isbn text CONSTRAINT book_pk PRIMARY KEY, copies integer CONSTRAINT book_copies_check CHECK (copies >= 0));
CREATE TABLE loan (isbn text);
CREATE RULE loan_gone AS ON DELETE TO loan DO ALSO INSERT INTO book (isbn) VALUES (OLD.isbn) ON CONFLICT ON CONSTRAINT book_pk DO NOTHING;
