/** On Node: the cookies of one server, from HTTP answers to later calls. Browsers keep their own and never show them here. */
export class CookieJar {
  readonly #values = new Map<string, string>();

  constructor(kept: string | undefined) {
    for (const pair of kept?.split(';') ?? []) this.#set(pair);
  }

  /** For a Cookie header; undefined when there is none. */
  get header(): string | undefined {
    const pairs = [...this.#values].map(([name, value]) => `${name}=${value}`);
    return pairs.length > 0 ? pairs.join('; ') : undefined;
  }

  /** Takes what `Set-Cookie` headers say, also that a cookie is over (RFC 6265, 5.2). */
  remember(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';');
      this.#set(pair);
      if (attributes.some(isOver)) this.#values.delete(nameOf(pair));
    }
  }

  #set(pair: string): void {
    const name = nameOf(pair);
    const value = pair.slice(pair.indexOf('=') + 1).trim();
    if (name && value) this.#values.set(name, value);
    else this.#values.delete(name);
  }
}

function nameOf(pair: string): string {
  return pair.slice(0, Math.max(0, pair.indexOf('='))).trim();
}

function isOver(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=').map((part) => part.trim());
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
  return name.toLowerCase() === 'expires' && Date.parse(value) <= Date.now();
}
