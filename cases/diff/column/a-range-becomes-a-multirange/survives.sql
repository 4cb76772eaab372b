select id, lower(at)::text, upper(at)::text from t order by id;
