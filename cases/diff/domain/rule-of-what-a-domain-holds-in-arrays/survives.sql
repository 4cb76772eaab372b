select n::int, many::text from t order by 1;
