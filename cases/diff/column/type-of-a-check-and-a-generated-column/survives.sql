select id, n::text, twice::text from t;
