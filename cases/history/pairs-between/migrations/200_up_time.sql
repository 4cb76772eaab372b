ALTER TABLE users ADD up_since date;
