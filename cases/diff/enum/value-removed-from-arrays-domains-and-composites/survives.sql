select id, colors::text, w::text from t;
