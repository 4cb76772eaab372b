create table t (a text constraint a_required not null, b text not null);
