select id, email::text from people order by id;
