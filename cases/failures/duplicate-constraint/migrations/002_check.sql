ALTER TABLE users ADD CONSTRAINT email_has_at CHECK (email LIKE '%@%');
