SELECT region, amount::int FROM ledger ORDER BY amount;
