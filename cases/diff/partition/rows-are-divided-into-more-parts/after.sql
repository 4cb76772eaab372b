create table logins (account int, at date) partition by hash (account);
create table logins_0 partition of logins for values with (modulus 4, remainder 0) partition by range (at);
create table logins_0_all partition of logins_0 default;
create table logins_1 partition of logins for values with (modulus 4, remainder 1);
create table logins_2 partition of logins for values with (modulus 4, remainder 2) partition by range (at);
create table logins_2_new partition of logins_2 for values from ('2024-06-01') to (maxvalue);
create table logins_2_rest partition of logins_2 default;
create table logins_3 partition of logins for values with (modulus 4, remainder 3);
