create table t (a integer not null);
alter table t rename to u;
create table t (a integer constraint u_a_not_null not null);
create table w (a integer constraint v_a_not_null check (a > 0), b integer not null);
create table v (a integer constraint x not null);
