create table logins (account text not null, at date not null) partition by range (at);
create table logins_0 partition of logins for values from (minvalue) to ('2024-06-01');
create table logins_1 partition of logins for values from ('2024-06-01') to (maxvalue);
