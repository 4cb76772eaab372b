create domain code as text constraint given not null;
comment on constraint given on domain code is 'always';
create domain label as text;
create domain badge as text constraint short not null;
comment on constraint short on domain badge is 'by most';
create table staff (badges badge[]);
create domain plate as text constraint short not null constraint worn check (length(value) < 9);
