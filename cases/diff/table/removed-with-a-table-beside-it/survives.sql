select * from customers order by id;
