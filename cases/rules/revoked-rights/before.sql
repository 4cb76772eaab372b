CREATE ROLE till NOLOGIN;
CREATE TABLE wallets (id bigint PRIMARY KEY);
CREATE TABLE receipts (id bigint PRIMARY KEY);
GRANT ALL ON wallets TO till;
