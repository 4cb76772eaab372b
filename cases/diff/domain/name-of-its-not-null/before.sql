create domain code as text not null;
create domain label as text constraint filled not null;
comment on constraint filled on domain label is 'never empty';
create domain badge as text constraint worn not null;
comment on constraint worn on domain badge is 'by all';
create table staff (badges badge[]);
create domain plate as text constraint worn not null constraint short check (length(value) < 9);
