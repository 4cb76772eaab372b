create type mood as enum ('sad', 'ok', 'great');
create table t (id integer primary key, mood mood, constraint not_great check (mood <> 'great'));
create index t_great_idx on t (id) where mood = 'great';
create view great as select id from t where mood = 'great';
