select * from posts order by id;
