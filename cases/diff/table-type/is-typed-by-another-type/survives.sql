select id, label from items;
