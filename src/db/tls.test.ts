import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debianBin, type FaultyServer, startServer } from '../../test/faults/server.ts';
import { connectLive } from '../live/open.ts';
import type { StrataError } from '../model/errors.ts';
import { openUrl } from './session.ts';
import { tlsAttempts } from './tls.ts';

const waysOf = (query: string) =>
  tlsAttempts(`postgres://u:p%40ss@db.example.com:5432/x${query}`, { HOME: '/nowhere' }).map((way) =>
    way === false ? 'plain' : way.rejectUnauthorized === true ? 'verified' : 'tls',
  );

test('the modes try what libpq tries, in its order', () => {
  expect(waysOf('')).toEqual(['tls', 'plain']);
  expect(waysOf('?sslmode=prefer')).toEqual(['tls', 'plain']);
  expect(waysOf('?sslmode=allow')).toEqual(['plain', 'tls']);
  expect(waysOf('?sslmode=disable')).toEqual(['plain']);
  expect(waysOf('?sslmode=require')).toEqual(['tls']);
  expect(() => waysOf('?sslmode=verify-ca')).toThrow('verify-ca needs the certificate of an authority');
  expect(waysOf('?sslmode=verify-full')).toEqual(['verified']);
  expect(() => waysOf('?sslmode=maybe')).toThrow('sslmode maybe is not known');
  expect(waysOf('?sslrootcert=system')).toEqual(['verified']);
  expect(() => waysOf('?sslrootcert=system&sslmode=require')).toThrow('too weak for sslrootcert=system');
});

test("libpq's variables speak where the URL is silent", () => {
  const waysBeside = (query: string, environment: Readonly<Record<string, string>>) =>
    tlsAttempts(`postgres://u@db.example.com/x${query}`, { HOME: '/nowhere', ...environment }).map((way) =>
      way === false ? 'plain' : way.rejectUnauthorized === true ? 'verified' : 'tls',
    );
  expect(waysBeside('', { PGSSLMODE: 'verify-full' })).toEqual(['verified']);
  expect(waysBeside('?sslmode=disable', { PGSSLMODE: 'verify-full' })).toEqual(['plain']);
  expect(waysBeside('?ssl=true', { PGSSLMODE: 'disable' })).toEqual(['tls']);
  expect(waysBeside('', { PGSSLMODE: '' })).toEqual(['tls', 'plain']);
  const home = mkdtempSync(join(tmpdir(), 'strata-home-'));
  mkdirSync(join(home, '.postgresql'));
  writeFileSync(join(home, '.postgresql/root.crt'), '-----BEGIN CERTIFICATE-----');
  expect(waysBeside('?sslmode=require', { HOME: home })).toEqual(['verified']);
  rmSync(home, { recursive: true });
  expect(() => waysBeside('?sslmode=verify-ca', { PGSSLROOTCERT: '/nowhere.crt' })).toThrow(
    '/nowhere.crt, which sslrootcert names, cannot be read',
  );
  expect(() => waysBeside('?sslmode=verify-ca', { PGSSLROOTCERT: 'package.json' })).toThrow(
    'package.json, which sslrootcert names, holds no certificate',
  );
});

test('a socket knows no TLS, wherever it is named', () => {
  expect(tlsAttempts('postgres://u@%2Fvar%2Frun/x')).toEqual([false]);
  expect(tlsAttempts('postgres://u@/x?host=/var/run')).toEqual([false]);
  expect(tlsAttempts('postgres:///x', { PGHOST: '/var/run', PGSSLMODE: 'require' })).toEqual([false]);
  const remote = { PGHOST: 'db.example.com', PGSSLMODE: 'verify-full', HOME: '/nowhere' };
  expect(tlsAttempts('postgres:///x', remote)).toMatchObject([{ rejectUnauthorized: true }]);
});

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

if (debianBin === undefined || !hasOpenssl) {
  test.skip('no server with TLS can be set up here', () => {});
} else {
  const bin = debianBin;
  const keys = mkdtempSync(join(tmpdir(), 'strata-tls-'));
  let server: FaultyServer;

  function makeCertificate(name: string, host: string): void {
    const [key, crt] = [join(keys, `${name}.key`), join(keys, `${name}.crt`)];
    const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${host}`];
    execFileSync(
      'openssl',
      [...words, '-addext', `subjectAltName=DNS:${host}`, '-keyout', key, '-out', crt],
      {
        stdio: 'ignore',
      },
    );
  }

  beforeAll(async () => {
    makeCertificate('server', 'localhost');
    makeCertificate('other', 'localhost');
    server = await startServer(bin, (data) => {
      for (const file of ['server.key', 'server.crt']) {
        copyFileSync(join(keys, file), join(data, file));
        chmodSync(join(data, file), 0o600);
        if (process.getuid?.() === 0) chownSync(join(data, file), 65534, 65534);
      }
      return ['ssl=on'];
    });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(keys, { recursive: true, force: true });
  });

  async function isEncrypted(host: string, query: string): Promise<boolean | undefined> {
    const url = `postgres://boss@${host}:${server.port}/postgres${query}`;
    await using session = await openUrl(url, { connectTimeoutMs: 10_000 });
    const [row] = await session.query<{ ssl: boolean }>(
      'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    return row?.ssl;
  }

  describe('a server with a certificate', () => {
    const root = (name: string) => `&sslrootcert=${encodeURIComponent(join(keys, `${name}.crt`))}`;

    test('is spoken to in secret unless that is not wanted', async () => {
      expect(await isEncrypted('127.0.0.1', '')).toBe(true);
      expect(await isEncrypted('127.0.0.1', '?sslmode=require')).toBe(true);
      expect(await isEncrypted('127.0.0.1', '?sslmode=disable')).toBe(false);
      expect(await isEncrypted('127.0.0.1', '?sslmode=allow')).toBe(false);
    });

    test('is known by the authority that is named, and by its own name in the strictest mode', async () => {
      expect(await isEncrypted('127.0.0.1', `?sslmode=verify-ca${root('server')}`)).toBe(true);
      expect(await isEncrypted('localhost', `?sslmode=verify-full${root('server')}`)).toBe(true);
      await expect(isEncrypted('127.0.0.1', `?sslmode=verify-full${root('server')}`)).rejects.toThrow(
        /127\.0\.0\.1/,
      );
      await expect(isEncrypted('127.0.0.1', `?sslmode=verify-ca${root('other')}`)).rejects.toThrow(
        /self-signed/,
      );
      await expect(isEncrypted('127.0.0.1', `?sslmode=require${root('other')}`)).rejects.toThrow(
        /self-signed/,
      );
    });

    test('that is not trusted, or is another host, says what to name', async () => {
      const hintOf = (host: string, query: string) =>
        connectLive(`postgres://boss@${host}:${server.port}/postgres${query}`, 'strata').catch(
          ({ hint }: StrataError) => hint,
        );
      expect(await hintOf('localhost', '?sslmode=verify-full')).toContain('as sslrootcert');
      expect(await hintOf('127.0.0.1', `?sslmode=verify-full${root('server')}`)).toContain(
        'is for another name',
      );
    });
  });
}
