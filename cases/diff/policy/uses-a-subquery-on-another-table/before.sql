create table teams (id integer primary key, member text);
create table notes (id integer, team_id integer);
