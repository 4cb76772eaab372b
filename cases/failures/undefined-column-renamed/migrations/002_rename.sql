ALTER TABLE scores RENAME COLUMN excellent TO score3;
ALTER TABLE scores RENAME COLUMN good TO score2;
ALTER TABLE scores RENAME COLUMN pass TO "Score 1";
