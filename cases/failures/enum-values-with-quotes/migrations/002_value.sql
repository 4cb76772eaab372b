INSERT INTO shop.visits VALUES ('don''t');
