select * from sessions order by id;
