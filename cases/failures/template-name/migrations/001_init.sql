CREATE TABLE __queue_schema__.tickets (id bigint PRIMARY KEY);
