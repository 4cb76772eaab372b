ALTER TABLE mails RENAME COLUMN updated_at TO changed_at;
