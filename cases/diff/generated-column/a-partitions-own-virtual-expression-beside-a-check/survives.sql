SELECT place, raw FROM readings ORDER BY place;
