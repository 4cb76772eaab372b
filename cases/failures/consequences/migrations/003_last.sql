CREATE VIEW authors AS SELECT author FROM posts;
