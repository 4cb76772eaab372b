DELETE FROM books WHERE shelf NOT IN ('a', NULL::text);
