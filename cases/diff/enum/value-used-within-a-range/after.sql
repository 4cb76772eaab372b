create type planet as enum ('mercury', 'venus', 'mars');
create type planets as range (subtype = planet);
create domain some_planets as planets default '[mercury,venus)';
create table t (p planets default '[mercury,mars]', s some_planets);
