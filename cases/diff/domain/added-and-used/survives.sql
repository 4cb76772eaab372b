select id, email::text from people;
