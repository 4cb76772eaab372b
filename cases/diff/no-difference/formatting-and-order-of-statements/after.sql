CREATE FUNCTION public.f (x int4) RETURNS int AS 'select x' LANGUAGE SQL;
CREATE TABLE public.c (a_id INT, id INT, CONSTRAINT c_pkey PRIMARY KEY (id));
CREATE TABLE public.a (b TEXT DEFAULT ('x'::text), id INT NOT NULL);
ALTER TABLE a ADD PRIMARY KEY (id);
ALTER TABLE c ADD FOREIGN KEY (a_id) REFERENCES a;
CREATE VIEW v AS SELECT a.id, c.id AS c_id FROM (a JOIN c ON ((c.a_id = a.id)));
