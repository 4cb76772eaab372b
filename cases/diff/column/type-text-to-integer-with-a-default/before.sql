create table t (id integer primary key, amount text not null default '5');
