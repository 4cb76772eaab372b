select e::text from t order by 1;
