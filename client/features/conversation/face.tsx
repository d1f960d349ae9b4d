import type { Message } from '../../../shared/schemas/conversation.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { ModelFace } from './model-face.tsx';

/** Who says it. */
export function Face({ message: { author } }: { message: Message }) {
  return author.kind === 'user' ? <Avatar id={author.userId} name={author.name} /> : <ModelFace />;
}
