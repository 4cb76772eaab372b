select id, mood::text from t order by id;
