CREATE TABLE products (id bigint PRIMARY KEY, attributes text NOT NULL DEFAULT '{}');
CREATE TABLE parts (id bigint PRIMARY KEY, attributes text NOT NULL DEFAULT '{}');
