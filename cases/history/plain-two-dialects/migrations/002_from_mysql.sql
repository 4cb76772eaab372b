ALTER TABLE users ADD copied_from_mysql boolean;
