CREATE TEMP TABLE long_ones AS SELECT id FROM public.books WHERE pages > 900;
DELETE FROM public.books WHERE id IN (SELECT id FROM long_ones);
DROP TABLE long_ones;
