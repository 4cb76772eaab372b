create type kind as enum ('text', 'image');
create table messages (id integer primary key, kind kind not null default 'text', body text, check (kind = 'image' or body is not null));
create view images as select id, kind from messages where kind = 'image';
create policy p on messages using (kind <> 'image');
create view other as select id from messages;
