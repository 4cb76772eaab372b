select id, note, more from child union all select id, note, null from plain order by 1;
