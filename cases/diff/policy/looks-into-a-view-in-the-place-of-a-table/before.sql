create table stock (id integer primary key, gone boolean not null);
create table reservations (id integer primary key, stock_id integer);
alter table reservations enable row level security;
create policy visible on reservations using (exists (select from stock s where s.id = stock_id and not s.gone));
