create type pair as (a integer, b integer);
create domain ordered_pair as pair check ((value).a <= (value).b);
create domain codes as text[] check (cardinality(value) > 0);
create table t (p ordered_pair, c codes);
