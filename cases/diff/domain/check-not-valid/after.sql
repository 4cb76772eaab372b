create domain a as integer;
alter domain a add constraint a_ok check (value > 0) not valid;
create domain b as integer constraint b_ok check (value > 0);
