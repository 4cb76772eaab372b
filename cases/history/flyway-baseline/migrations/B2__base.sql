create table users (id bigint primary key);
alter table users add column email text;
