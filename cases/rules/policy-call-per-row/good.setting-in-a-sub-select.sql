CREATE POLICY own_books ON books USING (author_id = (SELECT nullif(current_setting('app.author', true), '')::bigint));
