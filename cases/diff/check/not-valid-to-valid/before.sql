create table t (n integer);
alter table t add constraint n_range check (n > 0) not valid;
