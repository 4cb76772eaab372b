create function touch() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
create table a (at timestamptz);
create table b (at timestamptz);
create trigger touch before update on a for each row execute function touch();
create trigger touch before update on b for each row execute function touch();
