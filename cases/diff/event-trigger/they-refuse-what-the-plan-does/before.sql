CREATE TYPE mood AS ENUM ('a', 'b', 'c');
CREATE TABLE t (m mood);
CREATE FUNCTION keep() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is refused', tg_tag; END $$;
CREATE EVENT TRIGGER case_asleep ON ddl_command_start WHEN TAG IN ('COMMENT') EXECUTE FUNCTION keep();
ALTER EVENT TRIGGER case_asleep DISABLE;
