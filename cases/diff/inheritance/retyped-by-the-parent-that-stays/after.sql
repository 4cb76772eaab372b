create table firstparent (tomorrow date default now()::date + 1);
create table thirdparent (tomorrow timestamptz default now());
create table otherchild (likewise interval) inherits (thirdparent);
