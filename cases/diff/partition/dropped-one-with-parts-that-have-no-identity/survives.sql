select id, day from visits order by 1
