REVOKE ALL ON open_orders FROM reports;
GRANT SELECT (id) ON open_orders TO reports WITH GRANT OPTION;
