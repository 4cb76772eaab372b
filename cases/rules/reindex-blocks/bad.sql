REINDEX TABLE books;
REINDEX (CONCURRENTLY false) INDEX books_author_idx;
