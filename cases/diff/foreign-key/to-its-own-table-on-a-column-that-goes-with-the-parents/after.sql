create table base (base1 int not null);
create table place (place1 int, primary key (base1), unique (base1, place1)) inherits (base);
create table visit (place1 int references place (base1));
