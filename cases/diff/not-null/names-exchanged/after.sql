create table t (a integer constraint two not null primary key, b integer constraint three not null, c integer constraint one not null, d integer constraint four not null);
create table usual (e integer constraint usual_f_not_null not null, f integer constraint usual_e_not_null not null);
create table parent (x integer constraint two not null, y integer constraint one not null);
create table child () inherits (parent);
create table grandchild () inherits (child);
create table kid (k text) inherits (parent);
create table above_other (v integer constraint two not null, w integer constraint one not null);
create table other (v integer constraint two not null) inherits (above_other);
