-- as pg_dump writes it: search_path is emptied
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.users (id int PRIMARY KEY);
