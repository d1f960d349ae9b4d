/** The settings: environment → typed Config, read once, here and nowhere else. A setting that is unknown or wrong stops the start with one line. */
import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { parseOllamaHost } from './models/ollama-host.ts';

export interface Config {
  host: string;
  port: number;
  /** The address people use. Cookie, allowed origins and links follow from it. */
  url: URL;
  allowedOrigins: string[];
  cookie: { name: string; secure: boolean };
  /** Absolute. */
  dataFolder: string;
  ollamaHost?: string;
  tls?: { certFile: string; keyFile: string };
  /** Is this peer a proxy whose X-Forwarded-For counts? */
  trustsProxy(address: string): boolean;
  logLevel: (typeof LOG_LEVELS)[number];
  registration: 'open' | 'invite';
  /** Generations at once on the model server. */
  parallel: number;
  /** Tokens. */
  maxContext: number;
  drainMs: number;
  /** `user:password`; without it only loopback reads the metrics. */
  metricsAuth?: string;
}

/** `message` is one line that names the setting. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Every setting there is: its default as people read it, and what it is for. */
const SETTINGS = {
  PORT: ['3000', 'port to listen on'],
  HOST: ['127.0.0.1', 'address to listen on; beyond this computer it needs TLS, a proxy, or PARLEY_PLAIN_HTTP'],
  PARLEY_DATA: ['./data', 'folder of the database; made when missing'],
  PARLEY_URL: ['http://127.0.0.1:PORT', 'the address people use; links, cookies and the allowed origin follow from it'],
  OLLAMA_HOST: ['127.0.0.1:11434', 'where Ollama is, written as Ollama’s own clients read it'],
  PARLEY_TLS_CERT: ['', 'certificate file (PEM), together with PARLEY_TLS_KEY'],
  PARLEY_TLS_KEY: ['', 'key file (PEM) of the certificate'],
  PARLEY_TRUST_PROXY: ['', 'addresses of the reverse proxies in front, e.g. 127.0.0.1 or 10.0.0.0/8, 192.168.1.7'],
  PARLEY_PLAIN_HTTP: ['0', '1 = listen beyond this computer without encryption, in a network you trust'],
  PARLEY_REGISTRATION: ['open', 'who may make an account: open = everybody, invite = who holds an invite'],
  PARLEY_PARALLEL: ['1', 'replies that Ollama writes at once (1 to 64); the others wait in line'],
  PARLEY_CONTEXT: ['8192', 'tokens a model reads at most (512 to 1048576), bounded by what it can'],
  PARLEY_DRAIN_SECONDS: ['10', 'how long replies may finish when the server stops (0 to 600)'],
  PARLEY_METRICS_AUTH: ['', 'user:password for /metrics; without it only this computer may read it'],
  LOG_LEVEL: ['info', LOG_LEVELS.join(', ')],
} as const satisfies Record<string, readonly [string, string]>;

type Setting = keyof typeof SETTINGS;
/** What is set; an empty value counts as not set. */
type Read = (name: Setting) => string | undefined;

/** Throws BadSetting. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const unknown = Object.keys(env).find((name) => name.startsWith('PARLEY_') && !Object.hasOwn(SETTINGS, name));
  if (unknown !== undefined) throw new BadSetting(`${unknown} is not a setting of Parley. All of them: npm start -- --help`);
  const read: Read = (name) => env[name]?.trim() || undefined;
  return { ...address(read), ...replies(read), ...operations(read) };
}

/** The text of `--help`. */
export function help(): string {
  const width = Math.max(...Object.keys(SETTINGS).map((name) => name.length));
  const lines = Object.entries(SETTINGS).map(
    ([name, [standard, about]]) => `  ${name.padEnd(width)}  ${about}${standard && ` (${standard})`}`,
  );
  return [
    'Parley: team chat in which people and local language models talk in the same rooms.',
    '',
    'Usage: npm start',
    '',
    'Settings, as environment variables, with what holds when they are not set:',
    ...lines,
    '',
  ].join('\n');
}

function address(read: Read): Pick<Config, 'host' | 'port' | 'url' | 'allowedOrigins' | 'cookie' | 'tls' | 'trustsProxy'> {
  const host = read('HOST') ?? '127.0.0.1';
  const port = integer(read, 'PORT', 1, 65_535);
  const tls = tlsFiles(read);
  const url = publicUrl(read, host, port, tls !== undefined);
  const proxies = proxyRanges(read);
  const secure = url.protocol === 'https:';
  const plainHttp = flag(read, 'PARLEY_PLAIN_HTTP');
  if (!isLoopback(host) && !tls && !(secure && proxies.length > 0) && !plainHttp) {
    throw new BadSetting(
      `HOST ${host} is reached from other computers, so it needs one of: PARLEY_TLS_CERT with PARLEY_TLS_KEY; an https PARLEY_URL with PARLEY_TRUST_PROXY; PARLEY_PLAIN_HTTP=1.`,
    );
  }
  return {
    host,
    port,
    url,
    allowedOrigins: originsOf(url),
    // Safari drops Secure cookies on http://localhost, every browser on a LAN address.
    cookie: secure ? { name: '__Host-session', secure } : { name: 'session', secure },
    ...(tls && { tls }),
    trustsProxy: (peer) => isWithin(peer, proxies),
  };
}

function replies(read: Read): Pick<Config, 'ollamaHost' | 'parallel' | 'maxContext' | 'drainMs'> {
  const ollamaHost = read('OLLAMA_HOST');
  try {
    parseOllamaHost(ollamaHost);
  } catch (error) {
    throw new BadSetting(error instanceof Error ? error.message : 'OLLAMA_HOST is not an address');
  }
  return {
    ...(ollamaHost !== undefined && { ollamaHost }),
    parallel: integer(read, 'PARLEY_PARALLEL', 1, 64),
    maxContext: integer(read, 'PARLEY_CONTEXT', 512, 1_048_576),
    drainMs: integer(read, 'PARLEY_DRAIN_SECONDS', 0, 600) * 1000,
  };
}

function operations(read: Read): Pick<Config, 'dataFolder' | 'logLevel' | 'registration' | 'metricsAuth'> {
  const metricsAuth = read('PARLEY_METRICS_AUTH');
  if (metricsAuth !== undefined && !/^[^:]+:.+$/.test(metricsAuth)) throw new BadSetting('PARLEY_METRICS_AUTH must be user:password.');
  return {
    dataFolder: resolve(read('PARLEY_DATA') ?? SETTINGS.PARLEY_DATA[0]),
    logLevel: oneOf(read, 'LOG_LEVEL', LOG_LEVELS),
    registration: oneOf(read, 'PARLEY_REGISTRATION', ['open', 'invite']),
    ...(metricsAuth !== undefined && { metricsAuth }),
  };
}

function tlsFiles(read: Read): Config['tls'] {
  const certFile = read('PARLEY_TLS_CERT');
  const keyFile = read('PARLEY_TLS_KEY');
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined)
    throw new BadSetting('PARLEY_TLS_CERT and PARLEY_TLS_KEY belong together: set both or none.');
  mustRead('PARLEY_TLS_CERT', certFile);
  mustRead('PARLEY_TLS_KEY', keyFile);
  return { certFile, keyFile };
}

function mustRead(name: Setting, file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new BadSetting(`${name}: the file ${file} cannot be read.`);
  }
}

function publicUrl(read: Read, host: string, port: number, overTls: boolean): URL {
  const setting = read('PARLEY_URL');
  if (setting === undefined) return new URL(`${overTls ? 'https' : 'http'}://${reachable(host)}:${port}`);
  const url = URL.parse(setting);
  const plain = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
  if (!plain) throw new BadSetting(`PARLEY_URL must be like https://chat.example.org, without a path: ${setting}`);
  if (overTls && url.protocol !== 'https:') throw new BadSetting('PARLEY_URL must begin with https:// when PARLEY_TLS_CERT is set.');
  return url;
}

/** Every interface is no address to call; this computer is one of those it listens on. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === 'localhost') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** On one's own computer the same server goes by three names. */
function originsOf(url: URL): string[] {
  const { hostname, protocol, port } = url;
  if (!isLoopback(hostname.replaceAll(/[[\]]/g, ''))) return [url.origin];
  const names = new Set([hostname, 'localhost', '127.0.0.1', '[::1]']);
  return [...names].map((name) => `${protocol}//${name}${port && `:${port}`}`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function proxyRanges(read: Read): Range[] {
  const parts = (read('PARLEY_TRUST_PROXY') ?? '').split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').map((part) => rangeOf(part));
}

function rangeOf(text: string): Range {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  // Only the four-part form: 127.1 and 0x7f000001 are addresses to the parser, and typing errors to people.
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) {
    throw new BadSetting(`PARLEY_TRUST_PROXY must list addresses or ranges like 127.0.0.1, 10.0.0.0/8: ${text}`);
  }
  const parsed = ipaddr.process(text);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}

function isWithin(address: string, ranges: readonly Range[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const peer = ipaddr.process(address);
  return ranges.some(([base, bits]) => base.kind() === peer.kind() && peer.match(base, bits));
}

function integer(read: Read, name: Setting, min: number, max: number): number {
  const text = read(name) ?? SETTINGS[name][0];
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new BadSetting(`${name} must be a whole number from ${min} to ${max}, not ${text}.`);
  return value;
}

function oneOf<Choice extends string>(read: Read, name: Setting, choices: readonly Choice[]): Choice {
  const text = read(name) ?? SETTINGS[name][0];
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new BadSetting(`${name} must be one of ${choices.join(', ')}, not ${text}.`);
  return found;
}

function flag(read: Read, name: Setting): boolean {
  return oneOf(read, name, ['0', '1']) === '1';
}
