create table t (email text);
create unique index t_email_idx on t (lower(email));
