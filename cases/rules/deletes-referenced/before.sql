CREATE TABLE member_statuses (id int PRIMARY KEY, code text NOT NULL UNIQUE);
CREATE TABLE members (
  id int PRIMARY KEY,
  status text,
  status_id int REFERENCES member_statuses ON DELETE RESTRICT
);
