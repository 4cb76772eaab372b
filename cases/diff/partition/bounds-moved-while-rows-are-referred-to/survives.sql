SELECT c.id, e.id, e.posted FROM corrections c JOIN entries e ON e.id = c.entry ORDER BY c.id;
