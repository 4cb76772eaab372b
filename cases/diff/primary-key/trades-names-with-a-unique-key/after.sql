create table rooms (house integer, number integer, code text, constraint main unique (code), constraint other primary key (house, number));
create table keys (code text, house integer, number integer, foreign key (code) references rooms (code), foreign key (house, number) references rooms);
