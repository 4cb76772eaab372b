select id, at from t order by id;
