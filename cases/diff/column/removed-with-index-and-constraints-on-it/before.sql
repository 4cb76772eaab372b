create table users (id integer primary key, name text, code text unique, age integer check (age > 0));
create index users_code_name_idx on users (code, name);
create table orders (id integer primary key, user_code text references users (code));
