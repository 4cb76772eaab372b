select id, x from t order by id;
