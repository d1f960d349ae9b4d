/** Where the model server is, read from OLLAMA_HOST the way Ollama's own clients read it. */

const DEFAULT_PORT = '11434';

export interface OllamaAddress {
  /** Without a trailing slash and without credentials: what people may see and requests go to. */
  url: string;
  /** What credentials in the setting become. */
  headers: Record<string, string>;
}

/**
 * Takes a host, host:port, :port, or an address with a scheme and perhaps a path; nothing means 127.0.0.1:11434. The port of a bare host is 11434, of
 * http:// 80, of https:// 443. "All interfaces" is where a server listens, so a client calls this computer. Throws on what is no address.
 */
export function parseOllamaHost(setting: string | undefined): OllamaAddress {
  const text = (setting ?? '').trim().replaceAll(/^["']|["']$/gu, '');
  const [, scheme, rest] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/isu.exec(text) ?? [];
  if (scheme && !/^https?$/iu.test(scheme)) throw new Error(`OLLAMA_HOST cannot begin with ${scheme}://, only with http:// or https://`);
  const url = toUrl(`${scheme?.toLowerCase() ?? 'http'}://${withHost(rest ?? '')}`, text);
  if (!scheme && !url.port && !/:80(?:\/|$)/u.test(text)) url.port = DEFAULT_PORT;
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  return { url: `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/u, '')}`, headers: credentials(url) };
}

function toUrl(address: string, setting: string): URL {
  const url = URL.parse(address);
  if (!url?.hostname || url.search || url.hash) throw new Error(`OLLAMA_HOST is not an address: ${setting.replace(/\/\/.*@/u, '//…@')}`);
  return url;
}

function withHost(rest: string): string {
  const [host = '', ...path] = rest.split('/');
  const bareIpv6 = /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/iu.test(host);
  if (!bareIpv6 && (host === '' || host.startsWith(':'))) return `127.0.0.1${rest}`;
  return [bareIpv6 ? `[${host}]` : host, ...path].join('/');
}

function credentials(url: URL): Record<string, string> {
  if (!url.username) return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
