select id, q from t order by id;
