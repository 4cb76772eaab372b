create table l (a int, n numeric(8, 3));
create table r (b int, a int, n numeric(8, 3));
create table bo (n numeric(8, 3), own text) inherits (r, l);
