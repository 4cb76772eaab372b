select id, c, g from grandchild;
