create domain title as text collate "C";
