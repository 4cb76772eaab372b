select id, to_char(at, 'YYYY-MM-DD HH24:MI') from t;
