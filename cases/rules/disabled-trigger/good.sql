ALTER TABLE books DISABLE TRIGGER stamp;
UPDATE books SET title = trim(title) WHERE id < 1000;
ALTER TABLE books ENABLE TRIGGER stamp;
