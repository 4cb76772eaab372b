create sequence alpha;
create table beta (id integer);
