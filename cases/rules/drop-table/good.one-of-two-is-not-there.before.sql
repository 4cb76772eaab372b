CREATE TABLE other (id bigint);
DROP TABLE other;
