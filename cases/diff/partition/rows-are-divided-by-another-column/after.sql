create table sales (id integer not null, day integer not null, region text not null, total numeric, primary key (id, region)) partition by list (region);
create table sales_3 partition of sales for values in ('east');
create table sales_west partition of sales for values in ('west');
create table sales_rest partition of sales default;
