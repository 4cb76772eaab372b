create table visits (account int primary key) partition by hash (account);
create table visits_a partition of visits for values with (modulus 3, remainder 0);
create table visits_b partition of visits for values with (modulus 3, remainder 1);
create table visits_c partition of visits for values with (modulus 3, remainder 2);
