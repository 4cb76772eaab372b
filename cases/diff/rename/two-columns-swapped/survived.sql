select id, b, c from t;
