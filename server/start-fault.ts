import { CannotOpen } from '../db/cannot-open.ts';
import { BadSetting } from './config.ts';

/** Why Parley cannot start, in one line that says what to do. */
export function startFault(error: unknown): string {
  if (error instanceof BadSetting || error instanceof CannotOpen) return oneLine(error.message);
  return oneLine(systemFault(error) ?? `Parley cannot start: ${error instanceof Error ? error.message : String(error)}`);
}

/** What the system says of the address and the files it was given. */
function systemFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { address, hostname, port, path = '' } = error as { address?: string; hostname?: string; port?: number; path?: string };
  const where = hostname ?? `${address}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken. Stop what uses it, or choose another: PORT=${Number(port) + 1} npm start`;
    case 'EACCES':
      return `Parley may not listen on ${where}. Ports below 1024 are for the administrator: PORT=3000 npm start`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST is no address of this computer (${where}). Most people leave it at 127.0.0.1.`;
    case 'ENOENT':
      return path.endsWith('client') ? 'The web app is not built yet. Start with npm start, which does that.' : undefined;
    default:
      return String(error.code).startsWith('ERR_OSSL')
        ? `PARLEY_TLS_CERT and PARLEY_TLS_KEY are not a certificate and its key: ${error.message}`
        : undefined;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/gu, ' ');
}
