create table tickets (id int, state text) partition by list (state);
create table tickets_open partition of tickets for values in ('new', 'open');
create table tickets_done partition of tickets for values in ('closed', 'dropped', null);
