create table orders (id bigint primary key, amount bigint not null default 0);
create index orders_amount_idx on orders (amount);
