CREATE TABLE IF NOT EXISTS members (
  id bigint PRIMARY KEY,
  joined_on date NOT NULL
);
CREATE INDEX members_joined ON members (joined_on);
