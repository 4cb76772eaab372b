-- speed up the login
CREATE INDEX users_email_idx ON users (email);
