select id, state::text from t order by id;
