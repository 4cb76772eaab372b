select id, doc ->> 'a' from t;
