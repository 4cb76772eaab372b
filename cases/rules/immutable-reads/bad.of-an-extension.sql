CREATE EXTENSION "uuid-ossp";
CREATE FUNCTION new_key() RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT 'k-' || uuid_generate_v4() $$;
