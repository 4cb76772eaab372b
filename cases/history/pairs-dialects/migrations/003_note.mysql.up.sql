ALTER TABLE users ADD note longtext;
