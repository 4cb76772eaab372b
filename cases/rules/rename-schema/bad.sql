ALTER SCHEMA library RENAME TO archive;
