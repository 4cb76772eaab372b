create table span (weeks int, days int);
create function plus(a span, b span) returns span language sql immutable as $$ select row((a).weeks + (b).weeks, (a).days + (b).days)::public.span $$;
create aggregate total(span) (sfunc = plus, stype = span, initcond = '(0,0)');
