create table sales (region text, day date, amount numeric);
