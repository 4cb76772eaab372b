CREATE TABLE labels (id text PRIMARY KEY, words text);
ALTER TABLE books ADD COLUMN shelf text;
INSERT INTO labels VALUES ('pick', 'Please select a book');
INSERT INTO labels SELECT 'put', 'Put it back';
INSERT INTO labels SELECT id || '?', words FROM labels;
UPDATE labels SET words = 'Put it back, please' WHERE id = 'put';
DELETE FROM labels;
