/** The team is deleted in the middle of everything: nobody gets anything of it any more, the owner included, and nothing of it is left (LEAVE-7). */
import { openAct } from './act.ts';
import { settled } from './attempt.ts';
import { settles, stepsEnd } from './calm.ts';
import { screensOf } from './cast.ts';
import { LogFile } from './log-file.ts';
import { staysOut } from './oracle.ts';
import { perform } from './perform.ts';
import { placesIn, talksIn } from './places.ts';
import { type ActSize, planAct } from './plan.ts';
import { SdkPerson } from './sdk-person.ts';
import { mayNotHear } from './sights.ts';
import { type Stage, TEAM_NAME } from './stage.ts';

/** The stage is of no use afterwards. */
export async function teamDeleted(stage: Stage, act: number, size: ActSize): Promise<void> {
  const { cast, report, teamId, answers } = stage;
  await openAct(stage, size);
  answers.storm();
  await perform(stage, planAct(stage.seed, act, { ...size, steps: 80 }));
  // From here on whatever is to be heard can be heard; the model server goes on as it likes.
  cast.mend();
  const { outcome } = await settled(stage, cast.owner, () => cast.owner.somebody.api.team.delete.mutate({ teamId, name: TEAM_NAME }));
  report.check(outcome === 'done', () => 'the team could not be deleted');
  for (const actor of [...cast.people]) {
    for (const place of placesIn(stage.places)) mayNotHear(stage, actor, place);
    cast.part(actor, 'removed');
    stage.ledger.part(actor.somebody.account.userId);
  }
  await stepsEnd(stage);
  for (const actor of cast.former) {
    for (const screen of screensOf(actor))
      // A stock client knows no end of access: it dials, and is refused.
      if (screen instanceof SdkPerson)
        await settles(
          stage,
          () => `${screen.account.name} to be told that the team is gone`,
          () => [...screen.views.open.values()].every(({ error }) => error !== undefined),
        );
    await staysOut(stage, actor);
  }
  using log = new LogFile(stage.folder);
  for (const { id } of talksIn(stage.places)) report.check(log.head(id) === undefined, () => `${id} is still there`);
  report.check(log.openGenerations() === 0, () => 'something is still being written');
}
