CREATE DOMAIN wide AS text DEFAULT 'x';
CREATE DOMAIN narrow AS wide DEFAULT 'y';
CREATE DOMAIN heir AS wide;
CREATE TABLE t (n narrow, h heir);
