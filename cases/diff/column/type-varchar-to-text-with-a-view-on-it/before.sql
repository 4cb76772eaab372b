create table t (id integer primary key, code varchar(10));
create view codes as select code from t;
comment on view codes is 'all codes';
