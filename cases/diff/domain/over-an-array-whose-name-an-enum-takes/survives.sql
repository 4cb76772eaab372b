select id, p::text as p from t order by id;
