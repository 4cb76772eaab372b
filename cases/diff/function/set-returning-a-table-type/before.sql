create table t (id integer, a text);
create function all_of_t() returns setof t language sql stable as 'select * from t';
