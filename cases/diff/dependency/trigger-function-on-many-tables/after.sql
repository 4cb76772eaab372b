create schema triggers;
create function triggers.touch() returns trigger language plpgsql as $$ begin new.at := clock_timestamp(); return new; end $$;
create table a (at timestamptz);
create table b (at timestamptz);
create table c (at timestamptz);
create trigger touch before update on a for each row execute function triggers.touch();
create trigger touch before update on b for each row execute function triggers.touch();
create trigger touch before update on c for each row execute function triggers.touch();
