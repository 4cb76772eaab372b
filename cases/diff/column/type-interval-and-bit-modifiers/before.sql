create table t (a interval, b bit(3), c timestamp(3), d char(4), e time);
