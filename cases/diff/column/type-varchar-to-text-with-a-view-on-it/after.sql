create table t (id integer primary key, code text);
create view codes as select code from t;
comment on view codes is 'all codes';
