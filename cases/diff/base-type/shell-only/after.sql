create type not_yet;
