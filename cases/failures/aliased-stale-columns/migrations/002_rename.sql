ALTER TABLE users RENAME COLUMN name TO "fullName";
ALTER TABLE users RENAME COLUMN mail TO email;
