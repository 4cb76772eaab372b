create table notes (id integer);
revoke usage on schema public from public;
