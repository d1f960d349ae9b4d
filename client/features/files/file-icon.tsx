import File from 'lucide-react/icons/file';
import FileText from 'lucide-react/icons/file-text';
import Image from 'lucide-react/icons/image';
import type { Attachment } from '../../../shared/schemas/conversation.ts';

export function addressOf({ id }: Pick<Attachment, 'id'>): string {
  return `/files/${id}`;
}

export function FileIcon({ type, size = 18 }: { type: Attachment['type']; size?: number }) {
  switch (type) {
    case 'image':
      return <Image size={size} />;
    case 'text':
      return <FileText size={size} />;
    case 'other':
      return <File size={size} />;
  }
}

/** "812 bytes", "24 kB", "1.3 MB": of a file people care for the first digits. */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`;
  return `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(bytes / 1e6)} MB`;
}
