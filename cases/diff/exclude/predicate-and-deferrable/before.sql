create table circles (c circle, active boolean, constraint no_touch exclude using gist (c with &&));
