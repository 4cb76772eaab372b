/** A partitioned table that holds a row and cannot be read: one of its partitions is on a server that nobody has a way to. */
export const unreadSql = `
CREATE EXTENSION postgres_fdw;
CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw;
CREATE TABLE regions (id int, name text) PARTITION BY LIST (id);
CREATE TABLE regions_here PARTITION OF regions FOR VALUES IN (1);
CREATE FOREIGN TABLE regions_away PARTITION OF regions FOR VALUES IN (2) SERVER away;
INSERT INTO regions VALUES (1, 'here');
`;
