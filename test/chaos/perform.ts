/** Plays one act: the steps of the plan, each begun when its time has come, whether the ones before it are over or not. */
import { setTimeout as pause } from 'node:timers/promises';
import * as deeds from './deeds.ts';
import * as faults from './faults.ts';
import * as memberships from './memberships.ts';
import type { Step } from './plan.ts';
import { said } from './said.ts';
import * as sights from './sights.ts';
import type { Stage } from './stage.ts';
import * as talk from './talk.ts';

export async function perform(stage: Stage, plan: readonly Step[]): Promise<void> {
  for (const step of plan) {
    await pause(step.afterMs);
    stage.report.began(step);
    stage.running.add(step);
    const work = begin(stage, step)
      .catch((error: unknown) => stage.report.broke(`${step.do} failed: ${said(error)}`))
      .finally(() => stage.running.delete(step));
    // The server comes back before anything else happens to it.
    if (step.do === 'kill' || step.do === 'restart') await work;
  }
}

function begin(stage: Stage, step: Step): Promise<void> {
  switch (step.do) {
    case 'send':
      return deeds.send(stage, step);
    case 'edit':
      return deeds.edit(stage, step);
    case 'delete':
      return deeds.erase(stage, step);
    case 'stop':
      return deeds.stop(stage, step);
    case 'continue':
      return deeds.goOn(stage, step);
    case 'again':
      return deeds.askAgain(stage, step);
    case 'rename':
      return deeds.rename(stage, step);
    case 'reopen':
      return deeds.reopen(stage, step);
    case 'leave':
      return memberships.leave(stage, step);
    case 'remove':
      return memberships.remove(stage, step);
    case 'join':
      return memberships.join(stage, step);
    case 'suspend':
      return memberships.suspend(stage, step);
    case 'changeRole':
      return memberships.changeRole(stage, step);
    case 'react':
      return talk.react(stage, step);
    case 'thread':
      return talk.thread(stage, step);
    case 'fork':
      return talk.fork(stage, step);
    case 'read':
      return talk.read(stage, step);
    case 'share':
      return sights.share(stage, step);
    case 'file':
      return sights.file(stage, step);
    case 'cut':
      return faults.cut(stage, step);
    case 'stall':
      return faults.stall(stage, step);
    case 'stopReader':
      return faults.stopReader(stage, step);
    case 'cutModel':
      return faults.cutModel(stage);
    case 'stallModel':
      return faults.stallModel(stage, step);
    case 'restartModel':
      return faults.restartModel(stage, step);
    case 'jump':
      return faults.jump(stage, step);
    case 'kill':
      return faults.kill(stage, step);
    case 'restart':
      return faults.restart(stage);
  }
}
