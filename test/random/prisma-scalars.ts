/** The native types and defaults that a field of a scalar type may have. */
export const scalars: Readonly<Record<string, { natives: readonly string[]; defaults: readonly string[] }>> =
  {
    String: {
      natives: [
        '',
        '@db.VarChar(40)',
        '@db.VarChar(191)',
        '@db.VarChar',
        '@db.Char(8)',
        '@db.Uuid',
        '@db.Xml',
        '@db.Inet',
        '@db.Bit(3)',
        '@db.VarBit(8)',
        '@db.Text',
      ],
      defaults: [
        '@default("")',
        '@default("a\'b")',
        '@default(cuid())',
        '@default(uuid())',
        '@default(nanoid(9))',
        '@default(ulid())',
        '@default(dbgenerated("(gen_random_uuid())::text"))',
        '@default(dbgenerated())',
        '@default("back\\\\slash")',
      ],
    },
    Int: {
      natives: ['', '@db.SmallInt', '@db.Oid', '@db.Integer'],
      defaults: [
        '@default(0)',
        '@default(-1)',
        '@default(autoincrement())',
        '@default(dbgenerated("1 + 2"))',
      ],
    },
    BigInt: {
      natives: ['', '@db.BigInt'],
      defaults: ['@default(0)', '@default(9007199254740993)', '@default(autoincrement())'],
    },
    Float: {
      natives: ['', '@db.Real', '@db.DoublePrecision'],
      defaults: ['@default(0)', '@default(1.5)', '@default(-0.25)'],
    },
    Decimal: {
      natives: ['', '@db.Decimal(10, 2)', '@db.Decimal(20, 6)', '@db.Decimal', '@db.Money'],
      defaults: ['@default(0)', '@default(1.10)', '@default(12345678.9)'],
    },
    Boolean: { natives: ['', '@db.Boolean'], defaults: ['@default(true)', '@default(false)'] },
    DateTime: {
      natives: [
        '',
        '@db.Timestamp(6)',
        '@db.Timestamptz(3)',
        '@db.Timestamptz',
        '@db.Timestamptz(6)',
        '@db.Date',
        '@db.Time(3)',
        '@db.Timetz(0)',
        '@db.Timestamp',
      ],
      defaults: [
        '@default(now())',
        '@updatedAt',
        '@default("2024-01-01T00:00:00+00:00")',
        '@default(dbgenerated("(now() + \'1 day\'::interval)"))',
      ],
    },
    Json: {
      natives: ['', '@db.Json', '@db.JsonB'],
      defaults: ['@default("{}")', '@default("[]")', '@default("{\\"b\\": 1, \\"a\\": [2]}")'],
    },
    Bytes: { natives: ['', '@db.ByteA'], defaults: ['@default("aGVsbG8=")', '@default("")'] },
  };

/** The defaults of a list of them. */
export const listDefaults: Readonly<Record<string, string>> = {
  String: '@default(["a", "b c"])',
  Int: '@default([1, 2])',
  Boolean: '@default([true])',
  Float: '@default([1.5])',
};
