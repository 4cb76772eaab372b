create table old_users (id integer primary key);
create table users (id integer primary key);
create table posts (user_id integer, constraint posts_user_fk foreign key (user_id) references old_users);
