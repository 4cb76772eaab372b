select id, n from t;
