import type { TeamId } from '../../../shared/ids.ts';
import { useCall } from './use-call.ts';
import { useInbox, useWorkspace } from './workspace.ts';

/** The models of the team, asked again whenever the server tells that they changed. */
export function useModels(teamId: TeamId) {
  const { parley, shared } = useWorkspace();
  const revision = useInbox((inbox) => inbox?.modelsRevision ?? 0);
  const key = `models ${teamId}`;
  const asked = useCall(key, () => shared.ask(key, revision, () => parley.api.model.list.query({ teamId })), revision);
  const again = () => {
    shared.forget(key);
    asked.again();
  };
  return { ...asked, again };
}
