CREATE TABLE users (id int PRIMARY KEY, boss int REFERENCES people (id));
CREATE INDEX users_boss_idx ON users (boss);
