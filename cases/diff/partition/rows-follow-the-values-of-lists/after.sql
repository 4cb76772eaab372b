create table tickets (id int, state text) partition by list (state);
create table tickets_open partition of tickets for values in ('open', 'dropped');
create table tickets_done partition of tickets for values in ('closed', 'new');
create table tickets_other partition of tickets default;
