CREATE POLICY own_books ON books USING (author_id = (SELECT current_author()));
