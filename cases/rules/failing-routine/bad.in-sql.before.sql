CREATE FUNCTION addresses() RETURNS SETOF text LANGUAGE sql AS 'SELECT address FROM mails';
