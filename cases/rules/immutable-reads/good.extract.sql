CREATE TABLE day (id bigint PRIMARY KEY);
CREATE FUNCTION hour_of(moment timestamp) RETURNS numeric LANGUAGE sql IMMUTABLE
AS 'SELECT extract(hour FROM moment) FROM (SELECT 1) AS day';
