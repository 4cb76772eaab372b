CREATE TYPE place AS ENUM ('home', 'office', 'work', 'it''s far');
CREATE TABLE people (id int, places place[] DEFAULT '{home,office,"it''s far"}');
