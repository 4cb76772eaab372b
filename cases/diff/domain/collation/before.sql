create domain title as text;
