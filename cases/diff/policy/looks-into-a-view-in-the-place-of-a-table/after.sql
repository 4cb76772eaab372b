create table stock_base (id integer primary key, gone boolean not null);
create view stock as select id from stock_base where not gone;
create table reservations (id integer primary key, stock_id integer);
alter table reservations enable row level security;
create policy visible on reservations using (exists (select from stock s where s.id = stock_id));
