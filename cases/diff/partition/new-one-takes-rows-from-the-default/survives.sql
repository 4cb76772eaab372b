select meter, at, region, twice from reads order by 1
