create type planet as enum ('venus', 'mars');
create type planets as range (subtype = planet);
create domain some_planets as planets;
create table t (p planets default '[venus,mars]', s some_planets);
