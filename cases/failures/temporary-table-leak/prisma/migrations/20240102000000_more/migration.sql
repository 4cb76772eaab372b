ALTER TABLE public.users ADD COLUMN email text;
DROP TABLE IF EXISTS chosen;
