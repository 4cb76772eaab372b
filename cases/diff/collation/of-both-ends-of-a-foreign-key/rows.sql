INSERT INTO words VALUES ('a'), ('b');
INSERT INTO uses VALUES ('a');
