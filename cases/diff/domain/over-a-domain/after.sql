create domain title as text check (length(value) > 0);
create domain short_title as title check (length(value) < 10);
create domain initials as short_title check (value = upper(value));
create table t (i initials);
