create table empty_one ();
