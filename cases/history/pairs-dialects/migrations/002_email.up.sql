ALTER TABLE users ADD email varchar(9);
