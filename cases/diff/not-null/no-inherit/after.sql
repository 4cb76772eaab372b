create table t (a text, constraint a_given not null a no inherit);
