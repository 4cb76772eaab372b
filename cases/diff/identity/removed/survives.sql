select id::text, a from t;
