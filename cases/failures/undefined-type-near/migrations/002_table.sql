CREATE TABLE people (name text, status member_statuses);
