/** What the guide says: a section of Parley's documentation, or plainly that there is none. Always that it is no language model. */
import type { Model, OllamaStatus } from '../../shared/schemas/model.ts';
import { type SectionSearch, words } from './guide-sections.ts';
import type { Turn } from './model.ts';

export interface Surroundings {
  ollama(): OllamaStatus;
  /** Models of the model server. */
  models(): Model[];
}

const GREETING = /^(?:hi+|hello+|hey+|hallo|hola|bonjour|ciao|moin|good (?:morning|afternoon|evening|day)|greetings|welcome|yo|sup)\b/iu;
const THANKS = /^(?:thanks?(?: you)?|thx|ty|great|cool|nice|perfect|ok(?:ay)?|danke|merci|gracias)\b[\s!.]*$/iu;
const WHO =
  /\b(?:who|what) are you\b|\bwhat (?:can|do) you (?:do|know|help)|\bwhat can i (?:do|ask)|^\s*help\s*[?!.]*$|\bare you (?:a |an )?(?:ai|bot|human|person|real|llm|model|language model|chatgpt)|how can you help|what is (?:the )?guide/iu;
/** Goes on about what was asked before. */
const FOLLOWS = /^(?:and|but|or|then|also|what about|how about)\b/iu;

const NO_MODEL = 'I am not a language model: I look things up in Parley’s own documentation.';
const NO_EYES = 'I cannot see files: I am not a language model, and only look things up in Parley’s own documentation.';
const SHORT_WORDS = 3;

/** Answers the last turn of a person, and says plainly that its files are nothing to the guide. */
export function answerTo(turns: Turn[], search: SectionSearch, around: Surroundings): string {
  const last = turns.findLast((turn) => turn.role === 'user');
  if (!last?.files) return answerInWords(turns, search, around);
  const asks = question(last.text, turns) !== '';
  return asks ? `${NO_EYES}\n\n${answerInWords(turns, search, around)}` : `${NO_EYES} ${howToTalk(around)}`;
}

/** What they asked before helps when it is very short. */
function answerInWords(turns: Turn[], search: SectionSearch, around: Surroundings): string {
  const asked = turns.filter((turn) => turn.role === 'user').map((turn) => question(turn.text, turns));
  const last = asked.at(-1) ?? '';
  if (WHO.test(last)) return whoIAm(around);
  if (THANKS.test(last)) return `You are welcome. Ask me about Parley whenever you like. ${NO_MODEL}`;
  if (GREETING.test(last) && words(last).length <= 4) return `Hello! ${whoIAm(around)}`;
  const sections = found(last, asked.at(-2), search);
  const [best, next] = sections;
  if (!best) return unknown(search, around);
  const also = next ? ` Near it: *${next.title}*.` : '';
  return `${best.text}\n\n— From Parley’s documentation, **${best.title}**.${also} ${NO_MODEL}${wantsModel(best.title, around)}`;
}

/** Without the name of who speaks (where several people talk) and of who is spoken to. */
function question(text: string, turns: Turn[]): string {
  const several = turns.some((turn) => turn.role === 'system');
  const said = several ? text.replace(/^[^:\n]{1,80}: /u, '') : text;
  return said.replaceAll(/(?:^|\s)@guide\b[:,]?/giu, ' ').trim();
}

function found(last: string, before: string | undefined, search: SectionSearch) {
  const alone = search.find(last);
  if (before === undefined || words(last).length > SHORT_WORDS) return alone;
  return alone.length === 0 || FOLLOWS.test(last) ? search.find(`${before} ${last}`) : alone;
}

function whoIAm(around: Surroundings): string {
  return [
    'I am the guide, built into Parley. I answer questions about Parley from its own documentation; I am not a language model, so I cannot write, translate or talk about other things.',
    '',
    'Ask me, for example:',
    '',
    '- How do I invite somebody?',
    '- How do I add a model?',
    '- How do I open Parley to my network?',
    '- What does fork mean?',
    '',
    howToTalk(around),
  ].join('\n');
}

function unknown(search: SectionSearch, around: Surroundings): string {
  const titles = search.sections
    .map((section) => section.title)
    .filter((title) => /^(?:Add a model|Invite people|Settings|Conversations|Keyboard)$/u.test(title));
  return [
    `I found nothing about that in Parley’s documentation. ${NO_MODEL} So I cannot answer questions about anything else.`,
    '',
    howToTalk(around),
    '',
    `I do know about: ${titles.map((title) => `*${title}*`).join(', ')} and more; ask *what can you do?*`,
  ].join('\n');
}

function howToTalk(around: Surroundings): string {
  const names = chatModels(around);
  if (names.length > 0)
    return `To talk with a language model, choose one in the header of the conversation, or name it in a message: ${names.map((name) => `\`@${name}\``).join(', ')}.`;
  if (around.ollama().state === 'found')
    return 'Ollama is there but has no model yet. Get a small one: `ollama pull gemma3:270m`, or on the **Models** screen. Then choose it in the header of the conversation.';
  return 'To talk with a language model, add one: install Ollama from https://ollama.com/download, then `ollama pull gemma3:270m`. Parley finds it within 10 seconds.';
}

/** Whoever reads this without any model learns how to get one, unless that is what the answer was about. */
function wantsModel(title: string, around: Surroundings): string {
  if (chatModels(around).length > 0 || /^(?:Add a model|Ollama is not found|Pull and remove models)$/u.test(title)) return '';
  return ' No language model was found yet; ask me *how do I add a model?*';
}

const MAX_NAMED = 3;

function chatModels(around: Surroundings): string[] {
  return around
    .models()
    .filter((model) => !model.refused)
    .map((model) => model.name)
    .slice(0, MAX_NAMED);
}

/** The first message of a new team: three lines of hello, then which models were found or how to get one. Markdown. */
export function welcomeText(about: { userName: string; teamName: string }, around: Surroundings): string {
  const name = plain(about.userName);
  return [
    `Hello${name && ` ${name}`}, this is **${plain(about.teamName)}**. Everybody in a conversation sees the same words at the same moment.`,
    'Write something below: I am the guide and answer questions about Parley. I am not a language model.',
    'Try *how do I invite somebody?*, *what does fork mean?* or start a conversation of your own.',
    ...modelLines(around),
  ].join('\n\n');
}

function modelLines(around: Surroundings): string[] {
  const names = chatModels(around);
  const all = around.models().filter((model) => !model.refused).length;
  const status = around.ollama();
  if (names.length > 0) {
    const more = all > names.length ? ` and ${all - names.length} more` : '';
    return [
      `${all === 1 ? 'One model was' : `${all} models were`} found: ${names.map((found) => `\`${found}\``).join(', ')}${more}.`,
      'Choose one in the header, or name it in a message with `@`.',
    ];
  }
  if (status.state === 'found')
    return [
      `Ollama ${plain(status.version)} was found, without a model. Get a small one: \`ollama pull gemma3:270m\`, or on the **Models** screen.`,
    ];
  return [
    'No language model was found yet. To add one, install Ollama from https://ollama.com/download and run:',
    '`ollama pull gemma3:270m`',
    'It is found by itself within 10 seconds; nothing has to be restarted.',
  ];
}

/** Names are text of people: they are shown, they do not format. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~!]/gu, (mark) => `\\${mark}`);
}
