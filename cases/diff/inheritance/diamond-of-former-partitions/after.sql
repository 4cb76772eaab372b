create table a (aa text);
create table b (bb text) inherits (a);
create table c (aa text, cc text) inherits (a);
create table d (dd text) inherits (b, c, a);
