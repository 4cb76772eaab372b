create type mood as enum ('sad', 'ok');
create function mood_of(integer) returns mood language sql immutable as $$ select case $1 when 0 then 'sad'::mood else 'ok'::mood end $$;
create cast (integer as mood) with function mood_of(integer) as assignment;
