create domain code as text not null;
create domain label as text constraint filled not null;
comment on constraint filled on domain label is 'never empty';
