select i.id, i.label, o.id as other from items i, others o;
