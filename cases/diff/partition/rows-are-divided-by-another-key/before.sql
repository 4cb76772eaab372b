create table logins (account text not null, at date not null) partition by hash (account);
create table logins_0 partition of logins for values with (modulus 2, remainder 0);
create table logins_1 partition of logins for values with (modulus 2, remainder 1);
