select region, day from visits where region = 'north' or day < 20 and region is distinct from 'east' order by 1, 2
