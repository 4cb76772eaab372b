create table t (id integer, a text, b date);
create function all_of_t() returns setof t language sql stable as 'select * from t';
