select id, now::text, both_of::text, many::text from t;
