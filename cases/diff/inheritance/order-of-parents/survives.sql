SELECT tableoid::regclass, x FROM a ORDER BY x;
