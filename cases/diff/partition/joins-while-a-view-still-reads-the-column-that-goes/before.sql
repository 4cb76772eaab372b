CREATE TABLE whole (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE part (b int, a int);
CREATE VIEW seen AS SELECT a, b FROM whole;
