select count(*), sum(id), (select count(*) from visits_3), (select count(*) from pages where day < 20) from visits where day < 20
