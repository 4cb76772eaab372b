create table secrets (id integer primary key, owner text);
create table public_notes (id integer primary key);
alter table public_notes enable row level security;
