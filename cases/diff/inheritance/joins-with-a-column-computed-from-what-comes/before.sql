create table parent (c int);
create table child (c int);
create table tab (x int, y int);
