ALTER TABLE mails RENAME address TO email;
