create table sales (id integer not null, day integer not null, region text not null, total numeric, primary key (id, day)) partition by range (day);
create table sales_1 partition of sales for values from (0) to (10);
create table sales_2 partition of sales for values from (10) to (20);
create table sales_3 partition of sales for values from (20) to (30);
