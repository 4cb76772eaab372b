import { expect, it } from 'vitest';
import { platformOfFiles } from './platform.ts';

it('takes Supabase for given behind files that name what only it makes', () => {
  for (const text of [
    'CREATE TABLE t (id uuid REFERENCES auth.users (id));',
    'CREATE POLICY p ON t USING ((SELECT "auth"."uid"()) = id);',
    'CREATE POLICY p ON storage.objects FOR SELECT USING (true);',
    'CREATE EXTENSION postgis WITH SCHEMA extensions;',
  ]) {
    expect(platformOfFiles([text]), text).toBe('supabase');
  }
});

it('takes nothing for given where the files make it, or where roles are all that is named', () => {
  for (const texts of [
    ['CREATE SCHEMA auth;', 'CREATE TABLE t (id uuid REFERENCES auth.users (id));'],
    ['CREATE SCHEMA extensions; CREATE EXTENSION postgis WITH SCHEMA extensions;'],
    [
      'CREATE TABLE storage.buckets (id text);',
      'CREATE POLICY p ON storage.objects FOR SELECT USING (true);',
    ],
    ['GRANT SELECT ON t TO anon, authenticated;'],
    ['CREATE POLICY p ON t TO authenticated USING ((SELECT auth.user_id()) = id AND auth.uid() IS NULL);'],
  ]) {
    expect(platformOfFiles(texts), texts.join()).toBe('none');
  }
});
