create table parent (x int, y int generated always as (x * 22) virtual, who name);
create table child (z text generated always as (upper(who::text)) stored) inherits (parent);
create table tab (x int, y int generated always as (x * 33)) inherits (parent);
