// `server_version_num` of the first release of each major version.
// https://www.postgresql.org/docs/18/runtime-config-preset.html#GUC-SERVER-VERSION-NUM

export const postgres13 = 130000;
export const postgres14 = 140000;
export const postgres15 = 150000;
export const postgres16 = 160000;
export const postgres17 = 170000;
export const postgres18 = 180000;
