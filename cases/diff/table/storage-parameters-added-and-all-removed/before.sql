create table hot (id bigint) with (fillfactor = 50);
create table cold (id bigint);
