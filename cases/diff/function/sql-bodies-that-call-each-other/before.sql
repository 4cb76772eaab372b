CREATE TABLE numbers (n integer);
