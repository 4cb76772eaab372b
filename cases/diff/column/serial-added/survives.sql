select name from t;
