ALTER FUNCTION net(numeric) RENAME TO net_amount;
