create table orders (id integer, region text, primary key (id, region)) partition by list (region);
create table orders_north partition of orders for values in ('north');
create table orders_south partition of orders for values in ('south') partition by range (id);
create table orders_south_old partition of orders_south for values from (1) to (1000);
create table items (region text, order_id integer, foreign key (order_id, region) references orders);
