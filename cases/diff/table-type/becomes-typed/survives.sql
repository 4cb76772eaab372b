select * from items order by id;
