create extension citext;
comment on extension citext is 'for addresses';
