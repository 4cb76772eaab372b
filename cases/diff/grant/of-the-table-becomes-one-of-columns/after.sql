DO $$ BEGIN CREATE ROLE case_writer NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
create table e (id int, at date, amount int);
grant select (id, at), insert (at, amount) on e to case_writer;
create table f (id int, at date);
grant select, insert (at) on f to case_writer;
create table g (id int, at date);
grant update (id, at) on g to case_writer;
create view v as select * from e;
grant insert (amount) on v to case_writer;
