select id, n::text from t;
