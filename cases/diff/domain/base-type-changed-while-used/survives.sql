select id, a::text from t;
