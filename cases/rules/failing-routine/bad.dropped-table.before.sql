CREATE TABLE addresses (id bigint PRIMARY KEY);
CREATE PROCEDURE clear() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM public.addresses; COMMIT; END $$;
