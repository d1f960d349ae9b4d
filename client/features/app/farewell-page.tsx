import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { EntryPage } from '../entry/entry-page.tsx';
import { paths } from './paths.ts';
import { receiptLine } from './receipt-words.ts';
import type { Farewell } from './workspace.ts';

/** After one left or deleted a team: nothing of it stays in the page, which begins anew. */
export function FarewellPage({ said: { title, about, receipt } }: { said: Farewell }) {
  return (
    <EntryPage title={title} about={about}>
      <Notice>{receiptLine(title, receipt)}</Notice>
      <Button kind="primary" onClick={() => location.assign(paths.home)} ref={takeFocus}>
        Go on
      </Button>
    </EntryPage>
  );
}
