create domain plain as text;
create type wrapper as (a integer);
