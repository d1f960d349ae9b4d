import type { Receipt } from '../../../shared/schemas/identity.ts';
import { count, oneDecimal } from './times.ts';

/** "Bo removed · 9 ms · 2 sessions · 3 connections · 1 reply · 1 key". */
export function receiptLine(what: string, receipt: Receipt): string {
  return [what, ...receiptParts(receipt)].join(' · ');
}

function receiptParts({ ms, sessions, connections, generations, keys }: Receipt): string[] {
  return [
    `${ms < 10 ? oneDecimal(ms) : count(Math.round(ms))} ms`,
    counted(sessions, 'session', 'sessions'),
    counted(connections, 'connection', 'connections'),
    ...(generations > 0 ? [counted(generations, 'reply', 'replies')] : []),
    ...(keys > 0 ? [counted(keys, 'key', 'keys')] : []),
  ];
}

/** "1 reply", "2,000 replies". */
export function counted(amount: number, one: string, many: string): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}
