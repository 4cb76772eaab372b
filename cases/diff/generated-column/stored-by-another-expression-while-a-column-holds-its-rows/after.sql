create table badge (id int, label text generated always as ('no. ' || id) stored);
create table visit (id int, worn badge, earlier badge[], check ((worn).id > 0));
create index on visit (((worn).id));
