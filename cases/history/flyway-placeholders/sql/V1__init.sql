create table users (id int);
-- ${owner}
grant select on users to ${reader};
-- ${flyway:filename}, run by ${flyway:user} on ${flyway:database} at ${flyway:timestamp} in ${flyway:workingDirectory}
