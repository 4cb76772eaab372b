create unlogged table a_visits (id integer primary key, page_id integer);
create unlogged table b_pages (id integer primary key, site_id integer, parent_id integer references b_pages);
create unlogged table c_sites (id integer primary key);
alter table a_visits add foreign key (page_id) references b_pages;
alter table b_pages add foreign key (site_id) references c_sites;
