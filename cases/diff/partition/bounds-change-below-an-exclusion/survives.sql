select * from p, x;
