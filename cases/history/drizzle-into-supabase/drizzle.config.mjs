export default { dialect: 'postgresql', out: './supabase/migrations' };
