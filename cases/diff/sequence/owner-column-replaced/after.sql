create table t (key serial, a text);
