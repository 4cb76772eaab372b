select day, level, line from logs order by 1
