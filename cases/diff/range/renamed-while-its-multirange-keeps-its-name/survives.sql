select s::text, many::text from t
