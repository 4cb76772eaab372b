select id, state from tickets order by 1
