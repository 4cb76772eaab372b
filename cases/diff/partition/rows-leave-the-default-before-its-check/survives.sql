select * from t order by a;
