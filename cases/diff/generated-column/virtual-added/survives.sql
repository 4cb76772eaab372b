select net, rate from t;
