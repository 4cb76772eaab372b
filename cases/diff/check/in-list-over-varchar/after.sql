create table parcels (id integer, state varchar(20) check (state in ('new', 'sent', 'lost')));
