import type { Usage } from '../../../shared/schemas/conversation.ts';
import { count, oneDecimal } from '../app/times.ts';
import css from './row.module.css';

/** What a reply took, in the model server's own counts; beside its time while it has the pointer or the focus. */
export function Took({ usage: { promptTokens, outputTokens, outputMs, leftOut } }: { usage: Usage }) {
  const facts = [
    `${count(promptTokens)} tokens read`,
    `${count(outputTokens)} written`,
    outputMs > 0 ? `${oneDecimal((outputTokens * 1000) / outputMs)} a second` : '',
    leftOut > 0 ? `${leftOut === 1 ? '1 earlier message' : `${count(leftOut)} earlier messages`} did not fit` : '',
  ];
  return <span className={css.took}>{facts.filter((fact) => fact !== '').join(' · ')}</span>;
}
