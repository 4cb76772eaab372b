create type span as range (subtype = time);
create table shifts (at span);
