/** Names of files, which people give: shown, offered for saving, and never the name of anything on this computer. */
import { refuse } from '../../shared/errors.ts';
import { FILES } from '../../shared/limits.ts';

// oxlint-disable-next-line no-control-regex -- what hides or reverses what is read goes
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu;
const STANDARD = 'file';

/** From a header, percent-encoded: without the folders in front of it and what cannot be seen in it, not too long, its ending kept. */
export function fileNameIn(header: string | string[] | undefined): string {
  const last =
    decoded(String(header ?? ''))
      .split(/[/\\]/u)
      .at(-1) ?? '';
  const name = last.replaceAll(UNSEEN, ' ').trim();
  return name === '' || name === '.' || name === '..' ? STANDARD : shortened(name);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse('VALIDATION', 'X-File-Name: must be percent-encoded UTF-8');
  }
}

function shortened(name: string): string {
  const points = [...name];
  if (points.length <= FILES.nameMaxChars) return name;
  const ending = /\.[^.]{1,16}$/u.exec(name)?.[0] ?? '';
  return `${points.slice(0, FILES.nameMaxChars - [...ending].length - 1).join('')}…${ending}`;
}

/** How a browser is told what to do with a file, and what it is called: RFC 6266, its name in UTF-8 as RFC 8187 writes it. */
export function disposition(how: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9 ._()+,=@-]/gu, '_');
  const whole = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*!]/gu,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
