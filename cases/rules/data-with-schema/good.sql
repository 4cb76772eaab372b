UPDATE books SET title = trim(title) WHERE id < 1000;
