CREATE TABLE address (street text, number int, zip int);
CREATE TABLE customer (id int PRIMARY KEY, home address NOT NULL, CHECK ((home).number > 0));
CREATE INDEX customer_street ON customer (((home).street));
CREATE VIEW streets AS SELECT id, (customer.home).street AS street FROM customer;
CREATE TABLE log (street text);
CREATE RULE moved AS ON UPDATE TO customer DO ALSO INSERT INTO log VALUES ((NEW.home).street);
CREATE POLICY housed ON customer USING ((home).number IS NOT NULL);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted BEFORE UPDATE ON customer FOR EACH ROW
  WHEN ((OLD.home).number <> (NEW.home).number) EXECUTE FUNCTION noted();
