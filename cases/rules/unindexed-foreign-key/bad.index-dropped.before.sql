CREATE TABLE accounts (id bigint PRIMARY KEY);
CREATE TABLE logins (token uuid PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE, seen date);
CREATE INDEX logins_of_accounts ON logins (account_id);
CREATE INDEX logins_seen ON logins (seen, account_id);
