-- Up
ALTER TABLE users ADD email text;

-- Down
-- ALTER TABLE users DROP email;
