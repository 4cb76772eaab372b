CREATE SCHEMA insurance;
CREATE TABLE insurance.policy (id bigint PRIMARY KEY, index int, holder bigint REFERENCES authors);
