INSERT INTO books (id, title) SELECT id, name FROM authors ON CONFLICT (id) DO UPDATE SET title = excluded.title;
