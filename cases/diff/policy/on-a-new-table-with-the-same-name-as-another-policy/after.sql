create table a (id integer);
create policy p on a using (true);
create table b (id integer);
create policy p on b for insert with check (id > 0);
