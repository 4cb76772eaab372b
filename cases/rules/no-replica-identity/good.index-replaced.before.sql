CREATE TABLE tags (name text NOT NULL, lang text NOT NULL);
CREATE UNIQUE INDEX tags_name_lang ON tags (name, lang);
ALTER TABLE tags REPLICA IDENTITY USING INDEX tags_name_lang;
ALTER PUBLICATION news ADD TABLE tags;
