create table t (tenant integer not null, id integer not null, a text, primary key (id));
