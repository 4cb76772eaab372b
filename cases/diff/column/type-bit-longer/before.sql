create table flags (id int primary key, set bit(4) not null, mask bit(2));
