UPDATE books SET title = 'untitled' WHERE title IS NULL;
