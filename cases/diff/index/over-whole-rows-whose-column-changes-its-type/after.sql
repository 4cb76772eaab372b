create table t (a int, b int, d text);
create function total(r t) returns numeric language sql immutable as $$ select r.a + r.b $$;
create index t_total on t (total(t));
comment on index t_total is 'sums';
create table u (a int, b int);
create function total(r u) returns numeric language sql immutable as $$ select r.a + r.b $$;
alter table u add constraint u_total exclude using btree (total(u) with =);
