select * from posts;
