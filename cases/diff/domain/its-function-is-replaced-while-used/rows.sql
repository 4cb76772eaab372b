insert into numbers values (1, 3, '{5,7}');
