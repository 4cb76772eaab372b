select id, level::text from t order by id;
