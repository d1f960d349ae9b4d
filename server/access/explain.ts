/** The steps of a decision in the words of whoever runs a team. */
import type { Action } from '../../shared/access.ts';
import type { Decision } from './decide.ts';
import { RULES } from './rules.ts';

export interface ExplainedStep {
  step: string;
  text: string;
}

/** `name`: who it is about; "you" for whoever asks. A step that hides what exists says no more to who is refused than that there is nothing. */
export function inWords(decision: Decision, action: Action, name: string): ExplainedStep[] {
  const path = hides(decision) ? ['place:hidden'] : decision.path;
  return path.map((step) => ({ step, text: capital(sentence(step, action, speaker(name))) }));
}

function hides(decision: Decision): boolean {
  return !decision.allow && decision.code === 'NOT_FOUND';
}

interface Speaker {
  who: string;
  whose: string;
  are: string;
  count: string;
}

function speaker(name: string): Speaker {
  return name === 'you'
    ? { who: 'you', whose: 'your', are: 'are', count: 'count' }
    : { who: name, whose: `${name}’s`, are: 'is', count: 'counts' };
}

function sentence(step: string, action: Action, speak: Speaker): string {
  const { who, whose, are, count } = speak;
  const [kind, what = ''] = step.split(/:(.*)/s);
  switch (kind) {
    case 'session':
      return `${whose} session has ended.`;
    case 'account':
      return what === 'own' ? 'this is about one’s own account, and no team.' : `${whose} account is disabled or gone.`;
    case 'server':
      return `${who} ${are} ${what === 'administrator' ? '' : 'not '}an administrator of this server.`;
    case 'team':
      return `${who} ${are} ${withArticle(what)} of the team.`;
    case 'place':
      return placeInWords(what, speak);
    case 'conversation':
      return 'the conversation is archived.';
    case 'needs':
      return `this needs the role ${what} in the team, or one above it.`;
    case 'member':
      return what === 'suspended' ? 'that member is suspended.' : `that member does not stand below ${who}.`;
    case 'standing':
      return `here ${who} ${count} as ${withArticle(what)}.`;
    case 'own':
      return `${who} made this ${what}.`;
    default:
      return neededFor(action);
  }
}

function withArticle(role: string): string {
  return `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`;
}

function placeInWords(via: string, { who, are }: Speaker): string {
  switch (via) {
    case 'team':
      return 'this is about the team itself.';
    case 'maker':
      return `${who} made the conversation.`;
    case 'open':
      return 'it is open to every member of the team.';
    case 'shared':
      return `it was shared with ${who}.`;
    case 'folder':
      return `a folder it is in was shared with ${who}.`;
    case 'read only':
      return `${who} may read here, and not take part.`;
    default:
      return `${who} ${are} not able to see this: it is not there, not in a team they are in, or not shared with them.`;
  }
}

function neededFor(action: Action): string {
  const { from, own } = RULES[action];
  const role = from ? `takes the role ${from} or one above it` : 'is for nobody by role';
  return own ? `this ${role}, or having made the ${own}.` : `this ${role}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
