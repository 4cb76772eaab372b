select id, kind, other, many::text[] from t order by id
