ALTER TABLE Users ADD COLUMN email text;
