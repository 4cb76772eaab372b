select * from t order by at;
