select id, day, page, twice from visits order by 1
