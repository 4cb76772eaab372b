create table users (tenant integer, id integer, primary key (tenant, id));
create table posts (tenant integer, author integer, foreign key (tenant, author) references users on delete set null (author));
