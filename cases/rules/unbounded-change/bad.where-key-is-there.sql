UPDATE books b SET pages = 0 WHERE b.id IS NOT NULL OR b.title = '';
