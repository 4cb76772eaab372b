DO $$
BEGIN
  EXECUTE 'UPDATE books SET title = ''untitled'' WHERE title = NULL';
END $$;
