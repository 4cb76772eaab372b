create table users (id integer primary key, team_id integer);
create table teams (id integer primary key, lead_id integer not null references users);
alter table users add foreign key (team_id) references teams;
