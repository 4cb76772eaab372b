-- The key that it refers to goes as well, and would go before the parent's column does.
create table base (base1 int not null, base2 int);
create table place (place1 int, place2 int, primary key (base1, place1),
  constraint above foreign key (base2, place2) references place (base1, place1)) inherits (base);
create table visit (place1 int, place2 int, foreign key (place1, place2) references place);
