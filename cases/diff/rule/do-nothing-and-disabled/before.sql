create table t (id integer);
create rule keep as on delete to t do instead nothing;
