/** LEAVE-2, LEAVE-3: of what came after they were shut out nothing reached them, and nothing was of their doing. */
import { type Actor, screensOf } from './cast.ts';
import { LogFile } from './log-file.ts';
import type { Place } from './places.ts';
import type { Stage } from './stage.ts';

/** Of this place, or of all that they are shut out of. Asked right before they are let in again, and at the end. */
export function keptOut(stage: Stage, actor: Actor, place?: Place): void {
  const { report } = stage;
  const { name, userId } = actor.somebody.account;
  for (const [mark, { late }] of actor.ears)
    if (!place || place.mark === mark)
      report.check(late.length === 0, () => `${name} received what was written after they were shut out: number ${mark}${late.join(', ')}`);
  using log = new LogFile(stage.folder);
  for (const [id, head] of actor.shutOut) {
    if (place && !place.talks.some((talk) => talk.id === id)) continue;
    report.count('shut out');
    // Somebody with a new client writes again, and rightly so.
    if (!actor.returned) {
      const done = log.doneBy(id, userId, head);
      report.check(done.length === 0, () => `${name} was shut out of ${id} at ${head}, and then did ${done.join(', ')}`);
    }
    for (const screen of screensOf(actor)) {
      const seen = screen.views.open.get(id)?.state?.headSeq ?? 0;
      report.check(seen <= head, () => `${name} saw event ${seen} of ${id}, and was shut out of it at ${head}`);
    }
  }
}
