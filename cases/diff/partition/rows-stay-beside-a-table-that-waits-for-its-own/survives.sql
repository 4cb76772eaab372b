select id, k from u order by id;
