select id, n, m from t;
