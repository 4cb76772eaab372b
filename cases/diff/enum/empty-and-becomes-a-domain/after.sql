create type nothing_yet as enum ('first');
create domain kind as text check (value in ('a', 'b'));
