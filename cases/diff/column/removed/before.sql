create table users (id integer primary key, name text, legacy_code text);
