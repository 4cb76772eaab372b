create domain code as text constraint given not null;
comment on constraint given on domain code is 'always';
create domain label as text;
