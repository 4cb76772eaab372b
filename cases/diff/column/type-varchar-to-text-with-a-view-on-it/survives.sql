select code::text from codes order by 1;
