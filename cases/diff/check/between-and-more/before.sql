create table rooms (beds integer, floor integer, wing text);
