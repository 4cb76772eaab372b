CREATE SEQUENCE loan_seq;
CREATE TABLE loans (id bigint PRIMARY KEY DEFAULT nextval('loan_seq'));
