create domain title as text constraint name_ok check (value <> '');
comment on domain title is 'never empty';
comment on constraint name_ok on domain title is 'because of the report';
