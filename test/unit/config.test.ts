import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BadSetting, help, readConfig } from '../../server/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-config-'));
const cert = join(folder, 'cert.pem');
writeFileSync(cert, 'a certificate');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function complaint(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof BadSetting) return error.message;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(env)}`);
}

describe('with no settings', () => {
  test('START-1 everything has a default', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      url: new URL('http://127.0.0.1:3000'),
      dataFolder: resolve('./data'),
      cookie: { name: 'session', secure: false },
      logLevel: 'info',
      registration: 'open',
      parallel: 1,
      maxContext: 8192,
      drainMs: 10_000,
    });
    for (const optional of ['tls', 'ollamaHost', 'metricsAuth']) expect(readConfig({})).not.toHaveProperty(optional);
  });

  test('the three names of this computer may call', () => {
    const { allowedOrigins } = readConfig({ PORT: '4000' });
    expect(allowedOrigins.toSorted()).toEqual(['http://127.0.0.1:4000', 'http://[::1]:4000', 'http://localhost:4000']);
  });

  test('an empty setting counts as not set', () => {
    expect(readConfig({ PORT: '', PARLEY_URL: ' ', PARLEY_DATA: '' })).toMatchObject({ port: 3000, dataFolder: resolve('./data') });
  });
});

describe('the address people use', () => {
  test('over https the cookie is Secure and bound to the host, and only that origin may call', () => {
    expect(readConfig({ PARLEY_URL: 'https://chat.example.org' })).toMatchObject({
      cookie: { name: '__Host-session', secure: true },
      allowedOrigins: ['https://chat.example.org'],
    });
  });

  test('certificate and key make it https', () => {
    const config = readConfig({ PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: cert, HOST: '0.0.0.0' });
    expect(config.url.href).toBe('https://127.0.0.1:3000/');
    expect(config.tls).toEqual({ certFile: cert, keyFile: cert });
  });

  test.each([
    [{ PARLEY_URL: 'chat.example.org' }, 'PARLEY_URL'],
    [{ PARLEY_URL: 'https://chat.example.org/parley' }, 'PARLEY_URL'],
    [{ PARLEY_URL: 'ftp://chat.example.org' }, 'PARLEY_URL'],
    [{ PARLEY_TLS_CERT: cert }, 'PARLEY_TLS_KEY'],
    [{ PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: join(folder, 'missing.pem') }, 'PARLEY_TLS_KEY'],
    [{ PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: cert, PARLEY_URL: 'http://chat.example.org' }, 'PARLEY_URL'],
  ])('%j is refused, naming %s', (env, named) => {
    expect(complaint(env)).toContain(named);
  });
});

describe('listening beyond this computer', () => {
  test.each(['0.0.0.0', '::', '192.168.1.5', 'chat.example.org'])(
    'HOST %s alone is refused in one line that names the three ways',
    (HOST) => {
      const line = complaint({ HOST });
      for (const way of ['PARLEY_TLS_CERT', 'PARLEY_TRUST_PROXY', 'PARLEY_PLAIN_HTTP']) expect(line).toContain(way);
      expect(line).not.toContain('\n');
    },
  );

  test.each([
    { PARLEY_PLAIN_HTTP: '1' },
    { PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: cert },
    { PARLEY_URL: 'https://chat.example.org', PARLEY_TRUST_PROXY: '10.0.0.0/8' },
  ])('with %j it is accepted', (env) => {
    expect(readConfig({ HOST: '0.0.0.0', ...env }).host).toBe('0.0.0.0');
  });

  test.each([
    { PARLEY_URL: 'https://chat.example.org' },
    { PARLEY_URL: 'http://chat.example.org', PARLEY_TRUST_PROXY: '10.0.0.1' },
    { PARLEY_PLAIN_HTTP: '0' },
  ])('half a way is none: %j', (env) => {
    expect(complaint({ HOST: '0.0.0.0', ...env })).toContain('PARLEY_PLAIN_HTTP');
  });

  test.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('HOST %s needs none of them', (HOST) => {
    expect(readConfig({ HOST }).host).toBe(HOST);
  });
});

describe('trusted proxies', () => {
  test('only those listed count, whichever clothes an IPv4 address wears', () => {
    const { trustsProxy } = readConfig({ PARLEY_TRUST_PROXY: '10.0.0.0/8, 192.168.1.7, fd00::/8' });
    expect(['10.1.2.3', '::ffff:10.1.2.3', '192.168.1.7', 'fd12::1'].map(trustsProxy)).toEqual([true, true, true, true]);
    expect(['11.0.0.1', '192.168.1.8', 'fe80::1', '127.0.0.1', 'unknown', ''].map(trustsProxy)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test('nobody is trusted unless told', () => {
    expect(readConfig({}).trustsProxy('127.0.0.1')).toBe(false);
  });

  test.each(['proxy.example.org', '10.0.0.0/99', '10.1', '0x7f000001'])('%s is refused', (PARLEY_TRUST_PROXY) => {
    expect(complaint({ PARLEY_TRUST_PROXY })).toContain('PARLEY_TRUST_PROXY');
  });
});

describe('bad settings stop the start with one line that names them', () => {
  test.each([
    { PARLEY_DTA: './data' },
    { PORT: 'http' },
    { PORT: '65536' },
    { PORT: '-1' },
    { LOG_LEVEL: 'loud' },
    { PARLEY_REGISTRATION: 'closed' },
    { PARLEY_PARALLEL: '0' },
    { PARLEY_CONTEXT: '1' },
    { PARLEY_DRAIN_SECONDS: '1.5' },
    { PARLEY_METRICS_AUTH: 'nobody' },
    { PARLEY_PLAIN_HTTP: 'yes' },
    { OLLAMA_HOST: 'ftp://models' },
  ])('%j', (env) => {
    const line = complaint(env);
    expect(line).toContain(Object.keys(env)[0]);
    expect(line).not.toContain('\n');
  });
});

test('the help names every setting that is read', () => {
  const text = help();
  for (const name of [
    'PORT',
    'HOST',
    'PARLEY_DATA',
    'PARLEY_URL',
    'OLLAMA_HOST',
    'PARLEY_TRUST_PROXY',
    'PARLEY_METRICS_AUTH',
    'LOG_LEVEL',
  ]) {
    expect(text).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  }
});
