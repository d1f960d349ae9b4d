/** Dates, counts and sizes through Intl. The app speaks English, so other languages of a browser give its dates no foreign words. */
const locale = navigator.language.startsWith('en') ? navigator.language : 'en-GB';
const clockTime = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const fullTime = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
const thisYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const number = new Intl.NumberFormat();
const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

export function atTime(iso: string | number): string {
  return clockTime.format(new Date(iso));
}

export function inFull(iso: string): string {
  return fullTime.format(new Date(iso));
}

/** "3 Mar 2026, 14:02". */
export function onDay(iso: string): string {
  return dayAndTime.format(new Date(iso));
}

/** "Today", "Yesterday", "Monday, 3 March". */
export function dayOf(iso: string, now = new Date()): string {
  const day = new Date(iso);
  const ago = Math.round((midnight(now) - midnight(day)) / 86_400_000);
  if (ago === 0 || ago === 1) return capital(relative.format(-ago, 'day'));
  return (day.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(day);
}

/** "just now", "5 minutes ago", "yesterday", "3 Mar 2026". */
export function since(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 60) return 'just now';
  if (seconds < 3_600) return relative.format(-Math.floor(seconds / 60), 'minute');
  if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3_600), 'hour');
  if (seconds < 7 * 86_400) return relative.format(-Math.floor(seconds / 86_400), 'day');
  return shortDay.format(new Date(iso));
}

/** "in 6 days". */
export function until(iso: string, now = Date.now()): string {
  const hours = (Date.parse(iso) - now) / 3_600_000;
  return hours < 24 ? relative.format(Math.max(0, Math.round(hours)), 'hour') : relative.format(Math.round(hours / 24), 'day');
}

export function count(value: number): string {
  return number.format(value);
}

export function oneDecimal(value: number): string {
  return tenths.format(value);
}

/** "12 s", "1 min 5 s". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Bytes in powers of ten, as model pages give them. */
export function size(bytes: number): string {
  if (bytes < 1e6) return `${count(Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${count(Math.round(bytes / 1e6))} MB` : `${tenths.format(bytes / 1e9)} GB`;
}

/** 1 → "1st". */
export function ordinal(value: number): string {
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(value);
  const endings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd' };
  return `${value}${endings[rule] ?? 'th'}`;
}

function midnight(day: Date): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
