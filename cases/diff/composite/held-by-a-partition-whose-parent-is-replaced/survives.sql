select k, (v).x, (v).y from part order by 1
