CREATE TABLE owners (id bigint PRIMARY KEY);
CREATE TABLE dogs (id bigint PRIMARY KEY, owner_id bigint NOT NULL REFERENCES owners, keeper_id bigint);
CREATE INDEX dogs_owner ON dogs (owner_id);
CREATE INDEX dogs_keeper ON dogs (keeper_id);
