create or replace view everyone as select * from users;
