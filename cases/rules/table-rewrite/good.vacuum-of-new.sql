CREATE TABLE drafts (id bigint PRIMARY KEY);
VACUUM (FULL) drafts;
