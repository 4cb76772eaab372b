create table orders (id integer primary key, amount integer not null default 0);
create index orders_amount_idx on orders (amount);
