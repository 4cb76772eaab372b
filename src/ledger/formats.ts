import type { LedgerKind } from '../model/ledger.ts';
import type { LedgerFormat } from './format.ts';
import { dbmate } from './formats/dbmate.ts';
import { diesel } from './formats/diesel.ts';
import { drizzle } from './formats/drizzle.ts';
import { flyway } from './formats/flyway.ts';
import { golangMigrate } from './formats/golang-migrate.ts';
import { goose } from './formats/goose.ts';
import { nodePgMigrate } from './formats/node-pg-migrate.ts';
import { prisma } from './formats/prisma.ts';
import { sqitch } from './formats/sqitch.ts';
import { sqlMigrate } from './formats/sql-migrate.ts';
import { sqlx } from './formats/sqlx.ts';
import { strata } from './formats/strata.ts';
import { supabase } from './formats/supabase.ts';

export const formats: Readonly<Record<LedgerKind, LedgerFormat>> = {
  prisma,
  supabase,
  drizzle,
  dbmate,
  goose,
  flyway,
  'golang-migrate': golangMigrate,
  'node-pg-migrate': nodePgMigrate,
  sqlx,
  diesel,
  'sql-migrate': sqlMigrate,
  sqitch,
  strata,
};
