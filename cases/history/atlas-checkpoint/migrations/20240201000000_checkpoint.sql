-- atlas:checkpoint v1

CREATE TABLE users (id int, name text);
