CREATE DOMAIN amount AS bigint;
CREATE DOMAIN amount_replaced AS text;
CREATE TABLE t (n amount, was amount_replaced);
