create table a (id integer primary key, b_id integer);
create table b (id integer primary key, a_id integer);
create policy pa on a using (exists (select 1 from b where b.id = a.b_id));
create policy pb on b using (exists (select 1 from a where a.id = b.a_id));
