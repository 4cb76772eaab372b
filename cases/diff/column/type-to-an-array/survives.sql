select t.tags::text, u.xs::text from t, u;
