create table users (id bigint primary key);
create table posts (id integer primary key, user_id bigint not null references users on delete cascade);
create index posts_user_id_idx on posts (user_id);
