CREATE TABLE shops (id int PRIMARY KEY, slug text UNIQUE);
ALTER TABLE shops ADD CONSTRAINT shops_slug_once UNIQUE (slug);
