create table t (id integer not null, up integer) partition by hash (id);
create table t_all partition of t for values with (modulus 1, remainder 0);
create unique index t_key on t (id);
alter table t add constraint t_up_fkey foreign key (up) references t (id);
