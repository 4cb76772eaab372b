CREATE TABLE posts (id integer, mood text) PARTITION BY LIST (mood);
CREATE TABLE posts_sad PARTITION OF posts FOR VALUES IN ('sad', NULL);
CREATE TABLE posts_gay PARTITION OF posts FOR VALUES IN ('gay');
