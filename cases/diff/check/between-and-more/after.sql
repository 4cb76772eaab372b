create table rooms (beds integer, floor integer, wing text, check (beds between 1 and 6 and floor > 0), check ((beds, floor) = (2, 3) or wing = 'w' or floor < 0));
