import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

/** Whether something was copied a moment ago, and how to copy. Plain-http pages off loopback have no clipboard: then a hidden field is used. */
export function useCopy(): { copied: boolean; copy(text: string): void } {
  const [copiedAt, setCopiedAt] = useState<number>();
  useEffect(() => {
    if (copiedAt === undefined) return undefined;
    const timer = setTimeout(() => setCopiedAt(undefined), 1_500);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = (text: string) =>
    void copyText(text).then(
      () => setCopiedAt(Date.now()),
      () => undefined,
    );
  return { copied: copiedAt !== undefined, copy };
}

async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'said';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

interface CopyButtonProps {
  text: string | (() => string);
  label: string;
  word?: string;
  tipped?: boolean;
}

export function CopyButton({ text, label, word, tipped = true }: CopyButtonProps) {
  const { copied, copy } = useCopy();
  const icon = copied ? <Check size={15} /> : <Copy size={15} />;
  const act = () => copy(typeof text === 'string' ? text : text());
  if (word !== undefined) {
    return (
      <Button size="small" icon={icon} onClick={act} aria-label={label}>
        {copied ? 'Copied' : word}
      </Button>
    );
  }
  return (
    <IconButton size="small" label={copied ? 'Copied' : label} tipped={tipped} onClick={act}>
      {icon}
    </IconButton>
  );
}
