ALTER TABLE visitors ALTER COLUMN years TYPE smallint;
