select id, points from t;
