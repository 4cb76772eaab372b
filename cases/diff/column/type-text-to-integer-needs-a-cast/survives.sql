select id, amount::text from t order by id;
