create table people (id serial primary key, name text);
create table posts (id integer primary key, person_id integer references people);
