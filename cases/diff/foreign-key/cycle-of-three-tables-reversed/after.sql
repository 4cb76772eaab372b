create table a (id integer primary key, c_id integer);
create table b (id integer primary key, a_id integer references a);
create table c (id integer primary key, b_id integer references b);
alter table a add foreign key (c_id) references c;
