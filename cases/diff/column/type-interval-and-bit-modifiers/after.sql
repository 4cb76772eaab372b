create table t (a interval day to second(2), b bit varying(8), c timestamp(0), d char(8), e time(2));
