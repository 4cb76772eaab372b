CREATE TABLE rooms (id bigserial PRIMARY KEY);
