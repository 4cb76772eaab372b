create table users (id integer primary key, is_active boolean not null default true, name text);
