create type mood as enum ('sad', 'ok');
create cast (varchar as mood) with inout as implicit;
comment on cast (varchar as mood) is 'for the driver';
