create table users (id int);
-- ${owner}
grant select on users to ${reader};
