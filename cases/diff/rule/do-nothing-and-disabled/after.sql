create table t (id integer);
create rule keep as on delete to t do instead nothing;
alter table t disable rule keep;
comment on rule keep on t is 'rows are never deleted';
