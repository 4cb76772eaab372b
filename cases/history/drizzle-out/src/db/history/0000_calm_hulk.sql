create table users (id bigint primary key);
--> statement-breakpoint
create index on users (id);
