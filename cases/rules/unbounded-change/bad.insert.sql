INSERT INTO books (id, title) SELECT id, upper(title) FROM books ON CONFLICT (id) DO UPDATE SET title = excluded.title;
