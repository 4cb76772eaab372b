ALTER TABLE authors DROP CONSTRAINT authors_pkey CASCADE;
CREATE TABLE shelves (id bigint PRIMARY KEY, CONSTRAINT shelf_of_another FOREIGN KEY (id) REFERENCES shelves);
ALTER TABLE shelves DROP CONSTRAINT shelf_of_another;
