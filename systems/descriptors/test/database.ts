import { systemOf } from '../../shared/database.ts';

export { refusal } from '../../shared/database.ts';

export const { database, sqlFile } = systemOf(import.meta.url);
