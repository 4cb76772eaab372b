create table a (id integer);
create policy p on a using (true);
