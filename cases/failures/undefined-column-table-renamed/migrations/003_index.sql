CREATE INDEX members_email_idx ON members (email);
