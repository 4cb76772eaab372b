ALTER TABLE accounts ADD COLUMN id int;
