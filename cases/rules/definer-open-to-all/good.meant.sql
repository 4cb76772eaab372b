CREATE FUNCTION is_clerk() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT current_setting('app.user', true) = 'clerk' $$;
CREATE FUNCTION end_all() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$ BEGIN IF public.is_clerk() THEN DELETE FROM inner_room.sessions WHERE id > 0; END IF; END $$;
CREATE FUNCTION has_session(person text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT EXISTS (SELECT FROM inner_room.sessions s WHERE s.person = $1) $$;
CREATE TABLE notes (id bigint PRIMARY KEY, person text NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY present ON notes FOR SELECT USING (has_session(person));
CREATE FUNCTION count_sessions() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = ''
AS $$ SELECT count(*) FROM inner_room.sessions $$;
GRANT EXECUTE ON FUNCTION count_sessions() TO PUBLIC;
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$ BEGIN INSERT INTO inner_room.sessions VALUES (NEW.id, NEW.person); RETURN NEW; END $$;
CREATE TRIGGER noted AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION noted();
