select * from nodes order by id;
