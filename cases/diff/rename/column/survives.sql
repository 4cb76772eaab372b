select name from v;
