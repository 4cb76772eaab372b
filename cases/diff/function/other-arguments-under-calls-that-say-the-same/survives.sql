select id, a, e::integer, es::text from t;
