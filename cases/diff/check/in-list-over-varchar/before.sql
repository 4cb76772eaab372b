create table parcels (id integer, state varchar(20));
