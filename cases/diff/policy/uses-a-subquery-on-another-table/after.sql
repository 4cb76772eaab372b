create table teams (id integer primary key, member text);
create table notes (id integer, team_id integer);
alter table notes enable row level security;
create policy members on notes for all using (team_id in (select id from teams where member = current_user));
