select id, (home).street, (home).city from people order by id;
