CREATE POLICY own_books ON books USING (author_id = current_setting('app.author', true)::bigint);
