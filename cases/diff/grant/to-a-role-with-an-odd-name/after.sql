do $$ begin create role "case Odd ""one"""; exception when duplicate_object or unique_violation then null; end $$;
create table t (id integer, a text);
grant select on t to "case Odd ""one""";
grant update (a) on t to "case Odd ""one""" with grant option;
