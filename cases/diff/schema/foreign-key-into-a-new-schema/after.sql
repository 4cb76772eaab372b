create table people (id integer primary key);
create schema hr;
create table hr.contracts (id integer primary key, person_id integer not null references public.people);
