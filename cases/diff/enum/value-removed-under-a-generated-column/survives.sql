select id, s::text from t order by id;
