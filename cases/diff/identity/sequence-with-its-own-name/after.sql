create table t (id integer generated always as identity (sequence name t_numbering), a text);
