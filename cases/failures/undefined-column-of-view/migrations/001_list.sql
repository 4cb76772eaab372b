CREATE TABLE mailboxes (id bigint, quota int, used int);
CREATE VIEW mailbox_list AS SELECT id, used FROM mailboxes;
