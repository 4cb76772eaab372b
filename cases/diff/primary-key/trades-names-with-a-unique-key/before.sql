create table rooms (house integer, number integer, code text, constraint main primary key (house, number), constraint other unique (code));
create table keys (code text, house integer, number integer, foreign key (code) references rooms (code), foreign key (house, number) references rooms);
