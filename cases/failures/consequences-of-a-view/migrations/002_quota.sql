CREATE OR REPLACE VIEW mailbox_list AS SELECT id, quota, used FROM mailboxes;
