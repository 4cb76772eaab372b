select id, amount::text from t;
