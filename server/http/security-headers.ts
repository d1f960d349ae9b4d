import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

/**
 * No script but our own, files or by the hash of what stands in a page; nothing loaded from elsewhere (INPUT-4); blob: shows pictures that are about to
 * be sent. Style attributes are allowed: positioned menus and long lists need them, and text of people or models never becomes markup.
 */
const contentSecurityPolicy = (inPages: readonly string[]) =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...inPages.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Sets them on an answer, of a server of the web app in this folder. */
export function securityHeaders(clientFolder: string, overTls: boolean): (response: ServerResponse) => void {
  const policy = contentSecurityPolicy(scriptsInPages(clientFolder));
  return (response) => {
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('X-Frame-Options', 'DENY');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    if (overTls) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
  };
}

/** As the build of the web app put them there: the page that everybody gets has one, that of a conversation one more (conversation-page.ts). */
function scriptsInPages(clientFolder: string): string[] {
  const page = read(path.join(clientFolder, 'index.html'));
  return [...page.matchAll(/<script>([^]*?)<\/script>/g)]
    .map(([, script = '']) => script)
    .concat(read(path.join(clientFolder, '../sight/begin.js')));
}

/** Without it nothing is allowed by it. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
