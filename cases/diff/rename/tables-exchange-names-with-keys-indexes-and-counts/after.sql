CREATE TABLE users_old (id serial PRIMARY KEY, email text);
CREATE INDEX users_old_email_idx ON users_old (email);
CREATE TABLE users (id bigserial PRIMARY KEY, email text UNIQUE);
CREATE INDEX users_email_idx ON users (email);
CREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int CHECK (n > 0));
CREATE TABLE a (id serial PRIMARY KEY, n int CHECK (n > 0));
