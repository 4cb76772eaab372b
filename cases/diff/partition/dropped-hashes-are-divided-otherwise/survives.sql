select account from visits order by 1
