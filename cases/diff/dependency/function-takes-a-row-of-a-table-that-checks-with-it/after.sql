create table t (a integer, b integer);
create function is_ok(t) returns boolean language sql immutable as 'select ($1).a < ($1).b';
alter table t add constraint row_ok check (is_ok(t));
