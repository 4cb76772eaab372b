select a, b, c from v where a < 20 order by 1
