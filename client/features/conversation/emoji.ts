/** What one reacts with, and how it is read out. Fully qualified as Unicode has them: the server takes no others. */
export const EMOJI: readonly { emoji: string; name: string }[] = [
  { emoji: '👍', name: 'Thumbs up' },
  { emoji: '❤️', name: 'Heart' },
  { emoji: '😄', name: 'Laughing' },
  { emoji: '🎉', name: 'Celebrate' },
  { emoji: '🙏', name: 'Thank you' },
  { emoji: '👀', name: 'Looking' },
  { emoji: '✅', name: 'Done' },
  { emoji: '🚀', name: 'Rocket' },
  { emoji: '👎', name: 'Thumbs down' },
  { emoji: '👏', name: 'Applause' },
  { emoji: '🙌', name: 'Hands up' },
  { emoji: '💪', name: 'Strong' },
  { emoji: '🤝', name: 'Agreed' },
  { emoji: '👋', name: 'Hello' },
  { emoji: '🤔', name: 'Thinking' },
  { emoji: '😂', name: 'Tears of joy' },
  { emoji: '😢', name: 'Sad' },
  { emoji: '😮', name: 'Surprised' },
  { emoji: '🔥', name: 'Fire' },
  { emoji: '⭐', name: 'Star' },
  { emoji: '💡', name: 'Idea' },
  { emoji: '❓', name: 'Question' },
  { emoji: '❌', name: 'No' },
  { emoji: '⏳', name: 'Waiting' },
];

const NAMES = new Map(EMOJI.map(({ emoji, name }) => [emoji, name]));

/** One that came by the API may have no name here; then it is read as it is. */
export function emojiName(emoji: string): string {
  return NAMES.get(emoji) ?? emoji;
}
