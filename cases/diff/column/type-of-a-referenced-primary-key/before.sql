create table users (id integer primary key);
create table posts (id integer primary key, user_id integer not null references users on delete cascade);
create index posts_user_id_idx on posts (user_id);
