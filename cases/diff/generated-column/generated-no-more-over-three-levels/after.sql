create table sales (region integer, year integer, amount integer, taxed integer) partition by list (region);
create table sales_1 partition of sales for values in (1) partition by list (year);
create table sales_1_25 partition of sales_1 for values in (25) partition by list (amount);
create table sales_1_25_rest partition of sales_1_25 default;
create table sales_2 partition of sales for values in (2);
