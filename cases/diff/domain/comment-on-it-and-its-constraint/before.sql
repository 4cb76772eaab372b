create domain title as text constraint name_ok check (value <> '');
