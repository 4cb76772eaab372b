CREATE TABLE sections (
  id bigint PRIMARY KEY,
  parent_id bigint REFERENCES sections (id) ON DELETE CASCADE
);
CREATE INDEX sections_parent_idx ON sections (parent_id);
