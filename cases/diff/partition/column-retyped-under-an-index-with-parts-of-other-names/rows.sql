INSERT INTO visits VALUES ('eu', 1, 'late'), ('eu', 2, NULL);
