create table a (id integer primary key);
create table b (a_id integer, n integer);
alter table b add constraint b_a_id_fkey foreign key (a_id) references a not valid;
alter table b add constraint n_ok check (n > 0) not valid;
alter table b validate constraint b_a_id_fkey;
alter table b validate constraint n_ok;
