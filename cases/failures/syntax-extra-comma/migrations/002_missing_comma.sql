CREATE TABLE visits (
  id int -- the "id" of users, formerly unsigned
  at date DEFAULT '2026-01-01'
);
