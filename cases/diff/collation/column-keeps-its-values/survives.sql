select id, name, code, w, length, (select count(*) from u) from t order by id;
