select at, page from visits order by 1
