import type { Model } from '../../../shared/schemas/model.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { useModels } from '../app/use-models.ts';
import { usePart, useRoom } from './room.ts';

export interface AnsweringModel {
  /** Who answers here now. */
  name: string;
  /** What the conversation itself says; null leaves it to the team. */
  chosen: string | null;
  /** Who answers when the conversation says nothing. */
  usual: string;
  models: Model[];
}

export function useAnsweringModel(): AnsweringModel {
  const { team } = useRoom();
  const chosen = usePart((state) => state.conversation.model);
  const models = useModels(team.id).answer?.items ?? [];
  const usual = usualModel(team, models);
  return { name: chosen ?? usual, chosen, usual, models };
}

/** As the server chooses when nobody did: what is loaded before what is not, the smaller before the larger, the guide when there is nothing else. */
function usualModel(team: Team, models: Model[]): string {
  if (team.defaultModel !== null) return team.defaultModel;
  const able = models.filter((model) => model.provider === 'ollama' && model.refused === undefined);
  const size = (model: Model) => model.sizeBytes ?? Number.POSITIVE_INFINITY;
  const [first] = able.toSorted((a, b) => Number(b.loaded) - Number(a.loaded) || size(a) - size(b) || a.name.localeCompare(b.name));
  return first?.name ?? 'guide';
}
