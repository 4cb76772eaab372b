INSERT INTO ledger VALUES ('eu', 1), ('us', 2);
