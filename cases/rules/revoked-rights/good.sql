REVOKE ALL ON wallets, receipts FROM till;
GRANT SELECT, INSERT ON wallets TO till;
