CREATE TABLE sections (
  id bigint PRIMARY KEY,
  cover_id bigint
);
CREATE TABLE pages (
  id bigint PRIMARY KEY,
  section_id bigint NOT NULL REFERENCES sections (id) ON DELETE CASCADE
);
ALTER TABLE sections ADD CONSTRAINT sections_cover_id_fkey
  FOREIGN KEY (cover_id) REFERENCES pages (id) ON DELETE CASCADE;
CREATE INDEX pages_section_idx ON pages (section_id);
CREATE INDEX sections_cover_idx ON sections (cover_id);
