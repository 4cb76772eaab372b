select id from kept
