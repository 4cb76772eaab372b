ALTER TABLE books ALTER COLUMN code TYPE char(40);
ALTER TABLE books ALTER COLUMN shelf TYPE char(5);
ALTER TABLE books ALTER COLUMN flags TYPE bit varying(5);
ALTER TABLE books ALTER COLUMN read TYPE interval, ALTER COLUMN lent TYPE interval hour to second;
