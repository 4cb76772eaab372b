select id::text, amount::text from orders order by id;
