create table t (net numeric, rate numeric);
