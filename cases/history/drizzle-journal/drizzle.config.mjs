export default { dialect: 'postgresql', schema: './src/**/*.ts', out: './drizzle' };
