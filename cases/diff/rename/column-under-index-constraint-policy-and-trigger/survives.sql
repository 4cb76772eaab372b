select id, score from t;
