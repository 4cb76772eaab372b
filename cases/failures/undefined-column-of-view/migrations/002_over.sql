CREATE VIEW over_quota AS SELECT id FROM mailbox_list WHERE used > quota;
