select id::text, a from t order by id;
