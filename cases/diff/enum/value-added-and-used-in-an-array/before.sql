CREATE TYPE place AS ENUM ('home', 'work');
CREATE TABLE people (id int, places place[] DEFAULT '{home}');
