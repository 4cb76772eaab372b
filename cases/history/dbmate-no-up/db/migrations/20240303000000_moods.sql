create type mood as enum ('sad', 'ok');
-- migrate:up
alter table users add column mood mood;
-- migrate:down
alter table users drop column mood;
