create type mark;
create function mark_in(cstring) returns mark language internal immutable strict as 'int4in';
create function mark_out(mark) returns cstring language internal immutable strict as 'int4out';
create type mark (input = mark_in, output = mark_out, like = integer);
create table t (m mark);
