CREATE TABLE owners (id bigint PRIMARY KEY);
CREATE TABLE dogs (id bigint PRIMARY KEY, owner_id bigint);
