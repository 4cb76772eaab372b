select * from t order by n;
