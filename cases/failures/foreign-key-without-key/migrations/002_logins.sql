CREATE TABLE logins (email text REFERENCES users (email));
