create table t (a text not null, b text constraint b_required not null);
