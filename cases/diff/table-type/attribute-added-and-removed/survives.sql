select i.id, i.label, d.id, d.label from items i, drafts d;
