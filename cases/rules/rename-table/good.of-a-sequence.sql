ALTER TABLE signatures RENAME TO call_numbers;
ALTER TABLE call_numbers SET SCHEMA shelves;
