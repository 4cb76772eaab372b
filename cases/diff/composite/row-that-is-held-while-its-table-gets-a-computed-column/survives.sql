select id, (one).a, (one).b from holds order by id
