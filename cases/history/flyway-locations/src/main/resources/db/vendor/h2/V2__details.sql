ALTER TABLE orders ADD COLUMN details varchar(9000);
