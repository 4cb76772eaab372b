create extension citext;
comment on extension citext is 'case-insensitive e-mail addresses';
