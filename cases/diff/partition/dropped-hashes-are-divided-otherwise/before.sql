create table visits (account int primary key) partition by hash (account);
create table visits_0 partition of visits for values with (modulus 2, remainder 0);
create table visits_1 partition of visits for values with (modulus 2, remainder 1);
