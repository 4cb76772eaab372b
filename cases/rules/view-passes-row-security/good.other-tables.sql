CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE VIEW people AS SELECT id, email FROM users;
GRANT SELECT ON people TO reader;
