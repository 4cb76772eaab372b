--! Previous: -
--! Hash: sha1:0123456789abcdef0123456789abcdef01234567
--! Message: init

CREATE TABLE users (id int PRIMARY KEY);
