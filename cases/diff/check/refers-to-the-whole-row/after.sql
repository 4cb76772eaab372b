create table t (a integer, b integer, constraint not_all_null check (not (t.* is null)));
