create type mood as enum ('sad', 'ok');
create cast (varchar as mood) with inout;
