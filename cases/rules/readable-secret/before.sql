CREATE ROLE web_anon;
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, password_hash text NOT NULL, "apiKey" text);
