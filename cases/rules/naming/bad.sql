CREATE TABLE tblLoans (id bigint PRIMARY KEY, "lentAt" timestamptz);
