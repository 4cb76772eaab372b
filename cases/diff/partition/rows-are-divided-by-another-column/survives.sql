select id, day, region, total from sales order by 1
