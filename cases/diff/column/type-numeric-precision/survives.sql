select id, price = 12.34 from t order by id;
