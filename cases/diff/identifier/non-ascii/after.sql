create table straße (größe bigint, "Ü" text);
create type färbung as enum ('grün', 'weiß');
create table 表 (列 färbung default 'grün');
create index "ñ_idx" on straße (größe);
