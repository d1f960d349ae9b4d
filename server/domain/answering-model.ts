import { refuse } from '../../shared/errors.ts';
import type { ConversationId, TeamId } from '../../shared/ids.ts';
import { calledModels } from '../../shared/models.ts';
import { guardFor } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

interface Asked {
  conversationId: ConversationId;
  text: string;
  /** Left out = as the conversation is set; null = nobody; a name = that one. */
  model?: string | null | undefined;
}

/** Which model answers this message, if any. A name that nobody answers to is refused; a setting is taken as it is and fails in the open. */
export async function answeringModel(app: App, who: Principal, asked: Asked): Promise<string | undefined> {
  if (asked.model === null) return undefined;
  if (asked.model !== undefined) return knownModel(app, asked.model);
  const named = namedModel(app, asked.text);
  if (named) return named;
  const conversation = await conversationOf(app, who, asked.conversationId);
  return conversation.answers === 'always' ? modelHere(app, who, conversation) : undefined;
}

/** What answers in this conversation when nobody is named: its own model, else the team's, else what is there. */
export async function usualModel(app: App, who: Principal, conversationId: ConversationId): Promise<string> {
  return modelHere(app, who, await conversationOf(app, who, conversationId));
}

async function modelHere(app: App, who: Principal, { model, teamId }: { model: string | null; teamId: TeamId }): Promise<string> {
  if (model) return model;
  const team = await app.store.teams.get(teamId, guardFor(app, who, 'team.read', { kind: 'team', teamId }));
  return team.defaultModel ?? app.models.defaultModel();
}

function conversationOf(app: App, who: Principal, conversationId: ConversationId) {
  return app.store.conversations.get(conversationId, guardFor(app, who, 'conversation.read', { kind: 'conversation', conversationId }));
}

/** The model's full name; refuses when nobody answers to it. Right after a start it waits until the model server was looked for. */
export async function knownModel(app: App, name: string): Promise<string> {
  await app.models.ready;
  const found = app.models.find(name);
  if (found) return found.model.name;
  const ollama = app.models.ollama();
  if (ollama.state === 'found') refuse('MODEL_UNKNOWN', `There is no model “${name}” here. Choose one of the list, or pull it first.`);
  refuse('MODEL_UNAVAILABLE', `“${name}” cannot be asked: no Ollama answers at ${ollama.address}. The guide is always there.`);
}

/** The first model that the text calls by @name. */
function namedModel(app: App, text: string): string | undefined {
  for (const name of calledModels(text)) {
    const found = app.models.find(name);
    if (found) return found.model.name;
  }
  return undefined;
}
