SELECT place, number::text, code::text FROM orders JOIN lines USING (place, number) ORDER BY number;
