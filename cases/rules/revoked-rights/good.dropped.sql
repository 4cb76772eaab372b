REVOKE ALL ON wallets FROM till;
DROP TABLE wallets;
