create table flags (id int primary key, set bit(8) not null, mask bit(5));
