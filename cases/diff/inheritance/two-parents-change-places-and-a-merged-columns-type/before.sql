create table l (a int, n numeric(6, 2));
create table r (b int, a int, n numeric(6, 2));
create table bo (n numeric(6, 2), own text) inherits (l, r);
