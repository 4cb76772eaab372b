CREATE FOREIGN DATA WRAPPER files;
CREATE SERVER disk FOREIGN DATA WRAPPER files;
CREATE FOREIGN TABLE entry (id bigint, name text) SERVER disk;
CREATE TABLE kept (entry entry);
