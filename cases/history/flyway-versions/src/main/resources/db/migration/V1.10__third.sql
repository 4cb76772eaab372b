alter table users add column c text;
