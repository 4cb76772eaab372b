create extension citext;
create table people (id integer primary key, email citext);
