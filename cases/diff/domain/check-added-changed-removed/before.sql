create domain a as integer;
create domain b as integer constraint b_ok check (value > 0);
create domain c as integer constraint c_ok check (value > 0);
