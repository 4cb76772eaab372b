create domain title as text check (length(value) > 0);
