create table sales (id integer primary key, hat integer, paid integer);
create view hat_sales as select hat, sum(paid) as paid from sales group by hat;
create view large_sales as select hat, paid from hat_sales where paid > 1000;
create view best as select hat from large_sales limit 1;
comment on view large_sales is 'large';
grant select on large_sales to public;
