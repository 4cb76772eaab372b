create table users (id integer primary key);
create table posts (id integer primary key, user_id integer);
