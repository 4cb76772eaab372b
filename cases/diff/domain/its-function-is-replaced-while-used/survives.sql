select * from numbers;
