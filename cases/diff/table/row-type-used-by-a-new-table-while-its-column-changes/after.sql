CREATE TYPE state AS ENUM ('sent', 'new');
CREATE TABLE parcel (id integer PRIMARY KEY, weight numeric, state state, seen timestamptz DEFAULT now());
CREATE TABLE history (id integer PRIMARY KEY, was parcel NOT NULL, others parcel[]);
