DELETE FROM books WHERE id NOT IN (SELECT l.book_id FROM loans l WHERE reader <> 'nobody');
