create table t (first text, last text);
