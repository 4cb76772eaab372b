DELETE FROM books WHERE id NOT IN (SELECT book_id FROM loans WHERE book_id IS NOT NULL);
DELETE FROM readers WHERE name NOT IN (SELECT reader FROM loans);
DELETE FROM books WHERE id IN (SELECT book_id FROM loans);
DELETE FROM books WHERE id NOT IN (SELECT max(book_id) FROM loans);
DELETE FROM books WHERE NOT EXISTS (SELECT FROM loans WHERE book_id = books.id);
