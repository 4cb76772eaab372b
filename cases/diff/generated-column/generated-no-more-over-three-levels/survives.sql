select region, taxed from sales order by region;
