select id, n::text, m::text from t;
