REVOKE INSERT ON wallets FROM till;
