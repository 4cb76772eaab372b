create table secrets (id integer primary key, owner text);
alter table secrets enable row level security;
alter table secrets force row level security;
create table public_notes (id integer primary key);
