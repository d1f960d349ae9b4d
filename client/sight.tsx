/** Run by the server: what it puts into the page of a conversation, so that the newest messages can be read before a script has run. */
import { renderToStaticMarkup } from 'react-dom/server';
import { FirstSight, type FirstSightProps } from './features/conversation/first-sight.tsx';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/sight.css';

/** A longer text is left to the app, which reads it a slice at a time: whatever it is, it must not hold up the server. */
const MAX_CHARS = 8_000;

/** HTML; undefined for what only the app can show. */
export function drawSight(props: FirstSightProps): string | undefined {
  if (props.opened.messages.some(({ text }) => text.length > MAX_CHARS)) return undefined;
  return renderToStaticMarkup(<FirstSight {...props} />);
}
