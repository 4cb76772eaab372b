create role ${reader};
