create table week (n int, "a""b" text);
create function starts(int, day text default '""') returns int language sql return $1 * 7 + length(day) + 1;
create function next_to(text, n int) returns text language sql return $1 || '""' || n;
