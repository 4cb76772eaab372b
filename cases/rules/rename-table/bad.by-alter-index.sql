ALTER INDEX IF EXISTS public.books RENAME TO volumes;
