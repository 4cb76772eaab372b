select t.id, t.price::integer, t.total::integer, t.fee::integer, p.price::integer from t, plain p order by t.id;
