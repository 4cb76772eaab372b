UPDATE books SET title = 'untitled' WHERE title = NULL;
