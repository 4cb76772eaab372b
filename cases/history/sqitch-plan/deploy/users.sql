-- again
create table if not exists users (id bigint primary key);
