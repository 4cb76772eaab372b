select id::text, at from t;
