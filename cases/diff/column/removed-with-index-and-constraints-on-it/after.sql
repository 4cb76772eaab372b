create table users (id integer primary key, name text);
create table orders (id integer primary key, user_code text);
