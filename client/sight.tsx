/** Run by the server: what it puts into the page of a conversation, so that the newest messages can be read before a script has run. */
import { renderToStaticMarkup } from 'react-dom/server';
import { FirstSight, type FirstSightProps } from './features/conversation/first-sight.tsx';

/** A longer text is read a slice at a time, which only the app does. */
const MAX_CHARS = 16_000;

/** HTML; undefined for what only the app can show. */
export function drawSight(props: FirstSightProps): string | undefined {
  if (props.opened.messages.some(({ text }) => text.length > MAX_CHARS)) return undefined;
  return renderToStaticMarkup(<FirstSight {...props} />);
}
