create table a (id integer primary key);
create table b (a_id integer, constraint b_a_fk foreign key (a_id) references a not enforced);
create table c (a_id integer, constraint c_a_fk foreign key (a_id) references a not enforced);
