create table logins (account int, at date) partition by hash (account);
create table logins_0 partition of logins for values with (modulus 2, remainder 0) partition by range (at);
create table logins_0_all partition of logins_0 default;
create table logins_1 partition of logins for values with (modulus 2, remainder 1);
