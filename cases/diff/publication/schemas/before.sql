create schema s1;
create schema s2;
create publication case_some for tables in schema s1;
