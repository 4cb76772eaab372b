CREATE TYPE state AS ENUM ('new', 'sent');
CREATE TABLE parcel (id integer PRIMARY KEY, weight integer, state state);
CREATE TABLE shelf (id integer PRIMARY KEY, held parcel);
