select id, substring(set from 1 for 4), substring(mask from 1 for 2) from flags order by id;
