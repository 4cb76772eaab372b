select id, day, page from visits order by 1
