select id, a, b::text, c::date::text, e from t;
