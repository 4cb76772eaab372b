select day, page from visits order by 1, 2
