create table parent (id integer);
create table child ();
