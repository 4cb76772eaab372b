SELECT pg_advisory_xact_lock(4711);
CREATE FUNCTION take_turns() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_lock(1)';
