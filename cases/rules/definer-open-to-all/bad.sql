CREATE FUNCTION end_sessions(person text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = ''
AS $$ DELETE FROM inner_room.sessions s WHERE s.person = $1 $$;
