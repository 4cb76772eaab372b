DELETE FROM authors WHERE (name IS NOT NULL AND authors.id IS NOT NULL);
