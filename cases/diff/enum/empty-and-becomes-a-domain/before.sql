create type nothing_yet as enum ();
create type kind as enum ('a', 'b');
