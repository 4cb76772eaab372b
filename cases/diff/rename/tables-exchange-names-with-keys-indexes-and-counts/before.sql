CREATE TABLE users (id serial PRIMARY KEY, email text);
CREATE INDEX users_email_idx ON users (email);
CREATE TABLE users_new (id bigserial PRIMARY KEY, email text UNIQUE);
CREATE INDEX users_new_email_idx ON users_new (email);
CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int CHECK (n > 0));
CREATE TABLE b (id serial PRIMARY KEY, n int CHECK (n > 0));
