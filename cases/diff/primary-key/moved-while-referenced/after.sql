create table users (id integer unique, email text not null primary key);
create table posts (id integer primary key, user_id integer references users (id));
