CREATE TABLE a_table_with_a_name_of_its_own (id bigint PRIMARY KEY);
