CREATE TABLE states (id text PRIMARY KEY, label text NOT NULL);
INSERT INTO states VALUES ('on shelf', 'On its shelf'), ('lent', 'Lent to a reader');
