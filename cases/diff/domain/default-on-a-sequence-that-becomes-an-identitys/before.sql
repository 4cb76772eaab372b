CREATE SEQUENCE ids AS int;
CREATE DOMAIN key AS int DEFAULT nextval('ids');
CREATE TABLE item (id key, number int);
