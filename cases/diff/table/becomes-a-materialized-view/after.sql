create table sales (day date, amount numeric);
create materialized view sales_by_day as select day, sum(amount) as total from sales group by day;
