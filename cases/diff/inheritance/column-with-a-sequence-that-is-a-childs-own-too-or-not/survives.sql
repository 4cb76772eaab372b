SELECT id, what, badge, (SELECT felt::text FROM joy) FROM visit ORDER BY id;
