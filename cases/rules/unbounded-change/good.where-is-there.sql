UPDATE books SET pages = 0 WHERE author_id IS NOT NULL;
