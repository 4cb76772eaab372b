CREATE TYPE state AS ENUM ('new', 'sent', 'lost');
CREATE TABLE parcel (id integer PRIMARY KEY, weight integer, state state, note varchar(5));
CREATE TABLE history (id integer PRIMARY KEY, was parcel NOT NULL, others parcel[]);
