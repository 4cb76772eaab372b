export default { dialect: 'postgresql', out: './drizzle', schema: './schema.ts' };
