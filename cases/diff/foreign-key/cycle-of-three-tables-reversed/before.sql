create table a (id integer primary key, b_id integer);
create table b (id integer primary key, c_id integer);
create table c (id integer primary key, a_id integer references a);
alter table a add foreign key (b_id) references b;
alter table b add foreign key (c_id) references c;
