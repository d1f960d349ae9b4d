import ReceiptText from 'lucide-react/icons/receipt-text';
import X from 'lucide-react/icons/x';
import { IconButton } from '../../ui/icon-button.tsx';
import { receiptLine } from '../app/receipt-words.ts';
import { useReceipts } from '../app/receipts.tsx';
import css from './receipt-lines.module.css';

/** What ended with changes of people's access, over whatever is on the screen, until each is closed. */
export function ReceiptLines() {
  const { kept, close } = useReceipts();
  return (
    <div role="status" className={css.lines}>
      {kept.map(({ id, what, receipt }) => (
        <div key={id} className={css.line}>
          <ReceiptText size={15} />
          <span className={css.text}>{receiptLine(what, receipt)}</span>
          <IconButton label="Close the receipt" size="small" onClick={() => close(id)}>
            <X size={16} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
