create table users (id integer primary key);
create table messages (
  id integer primary key,
  sender integer references users on delete restrict,
  receiver integer references users on delete cascade,
  copied integer references users
);
