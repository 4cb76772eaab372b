create table mix (a serial, c bigserial);
create table kid () inherits (mix);
