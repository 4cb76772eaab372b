ALTER FUNCTION keep() RENAME TO keep_rows;
