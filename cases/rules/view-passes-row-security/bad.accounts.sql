CREATE ROLE web_anon;
CREATE SCHEMA auth CREATE TABLE users (id uuid PRIMARY KEY, email text);
CREATE VIEW people AS SELECT id, email FROM auth.users;
GRANT SELECT ON people TO web_anon;
