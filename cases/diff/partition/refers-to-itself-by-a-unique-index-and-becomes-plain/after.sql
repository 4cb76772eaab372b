create table t (id integer not null, up integer);
create unique index t_key on t (id);
alter table t add constraint t_up_fkey foreign key (up) references t (id);
