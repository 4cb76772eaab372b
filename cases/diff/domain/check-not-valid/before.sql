create domain a as integer;
create domain b as integer;
alter domain b add constraint b_ok check (value > 0) not valid;
