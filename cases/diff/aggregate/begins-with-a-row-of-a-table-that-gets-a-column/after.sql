create table span (weeks int, days int, hours float);
create function plus(a span, b span) returns span language sql immutable as $$ select row((a).weeks + (b).weeks, (a).days + (b).days, (a).hours)::public.span $$;
create aggregate total(span) (sfunc = plus, stype = span, initcond = '(0,0,0)');
