CREATE DOMAIN wide AS text DEFAULT 'x';
CREATE DOMAIN narrow AS wide DEFAULT NULL;
CREATE DOMAIN heir AS wide;
CREATE DOMAIN bare AS wide;
ALTER DOMAIN bare DROP DEFAULT;
CREATE TABLE t (n narrow, h heir, b bare);
