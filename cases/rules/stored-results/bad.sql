CREATE OR REPLACE FUNCTION plain_title(title text) RETURNS text LANGUAGE sql IMMUTABLE
AS 'SELECT lower(btrim(title))';
