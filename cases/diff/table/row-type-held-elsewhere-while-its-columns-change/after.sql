CREATE TYPE state AS ENUM ('sent', 'new');
CREATE TABLE parcel (id integer PRIMARY KEY, weight numeric, state state, note varchar(9));
CREATE TABLE history (id integer PRIMARY KEY, was parcel NOT NULL, others parcel[]);
