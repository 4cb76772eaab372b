create table users (id integer primary key);
create table events (id serial primary key, day date not null, no integer generated always as identity, who integer references users, note text, length integer generated always as (length(note)) stored, constraint events_replaced unique (no));
create index on events (note);
create table remarks (event integer references events);
create function count_anew() returns trigger language plpgsql as 'begin new.note := new.note || ''!''; return new; end';
create trigger on_insert before insert on events for each row execute function count_anew();
create rule quiet as on delete to events do instead nothing;
create policy all_of_them on events using (true);
create view days as select id, day from events;
