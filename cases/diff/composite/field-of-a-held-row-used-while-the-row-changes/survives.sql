SELECT id, (home).street, (home).number, (home).zip::text FROM customer;
