select first, last from t;
