create table users (id integer primary key);
create table posts (user_id integer references users on delete cascade);
