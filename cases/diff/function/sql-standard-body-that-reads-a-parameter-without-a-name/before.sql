create table week (n int, "a""b" text);
create function starts(int, day text default '""') returns int language sql return $1 * 7 + length(day);
create function "In A Week"(n int, int) returns bigint language sql begin atomic
  select count(*) from week w where w.n = $2 and w."a""b" <> '"".""' and w.n <> "In A Week".n;
end;
