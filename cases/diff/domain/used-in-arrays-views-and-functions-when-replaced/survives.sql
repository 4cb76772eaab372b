select id, codes::text, c::text from t;
