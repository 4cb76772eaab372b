ALTER FUNCTION net(numeric) RENAME TO net_amount;
CREATE FUNCTION net(gross numeric) RETURNS numeric LANGUAGE sql AS 'SELECT net_amount(gross)';
