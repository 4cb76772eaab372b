create table firstparent (tomorrow date default now()::date + 1);
create table thirdparent (tomorrow date default now()::date - 1);
create table otherchild (tomorrow date default now()) inherits (firstparent, thirdparent);

