create domain b as text;
create domain c as text;
create function new_c(v int) returns c language sql as $$ select md5(random()::text)::c $$;
alter domain c set default new_c(1);
create table t (id int primary key, c c);
create domain d as text not null;
create function new_d() returns d language sql as $$ select md5(random()::text)::d $$;
alter domain d set default new_d();
