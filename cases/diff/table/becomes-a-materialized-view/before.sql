create table sales (day date, amount numeric);
create table sales_by_day (day date, total numeric);
