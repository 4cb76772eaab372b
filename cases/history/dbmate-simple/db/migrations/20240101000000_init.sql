-- migrate:up
create table users (id bigint primary key);

-- migrate:down
drop table users;
