create domain a as integer constraint a_ok check (value > 0);
create domain b as integer constraint b_ok check (value > 10);
create domain c as integer;
