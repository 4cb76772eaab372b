create function ok(w text) returns boolean immutable language sql as 'select true';
create function ok(w int) returns boolean immutable language sql as 'select true';
create domain d as varchar(20) check (ok(value::text) and ok(length(value)));
create table t (x d);
-- Names of 63 bytes leave no room for a word behind them: both would be cut to one.
create type a_mood_with_a_name_of_so_many_letters_that_it_fills_all_room_1 as enum ('glad', 'sad');
create type a_mood_with_a_name_of_so_many_letters_that_it_fills_all_room_2 as enum ('glad', 'sad');
create table moods (
  one a_mood_with_a_name_of_so_many_letters_that_it_fills_all_room_1,
  two a_mood_with_a_name_of_so_many_letters_that_it_fills_all_room_2
);
