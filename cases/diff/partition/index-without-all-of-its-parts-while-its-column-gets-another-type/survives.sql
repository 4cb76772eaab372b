select a, b::bigint, c from t order by b;
