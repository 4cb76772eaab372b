create function f() returns integer language sql as 'select 1';
create view v as select f() as x;
comment on view v is 'kept';
