create table users (id integer primary key, name text);
create sequence people_id_seq as integer owned by users.id;
alter table users alter column id set default nextval('people_id_seq');
alter index users_pkey rename to people_pkey;
alter table users rename constraint users_id_not_null to people_id_not_null;
create table posts (id integer primary key, person_id integer references users);
