create domain code as text default 'none' constraint code_given not null;
