create table base (id integer, constraint seen check (id > 0), constraint own check (id < 100) no inherit);
create table child (c text, constraint c_ok check (c <> '')) inherits (base);
