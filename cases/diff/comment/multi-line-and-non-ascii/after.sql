create table t (id integer);
comment on table t is E'first line\nsecond; line -- not a comment\n\tGrüße 🌍';
