select id, (worn).id, cardinality(earlier) from visit;
