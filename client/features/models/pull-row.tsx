import X from 'lucide-react/icons/x';
import type { Team } from '../../../shared/schemas/identity.ts';
import type { Pull } from '../../../shared/schemas/model.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { count, size } from '../app/times.ts';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePull } from './use-pull.ts';
import page from '../frame/page.module.css';
import css from './models-screen.module.css';

interface PullRowProps {
  model: string;
  /** What the list knew of it. */
  known: Pull | undefined;
  team: Team;
  mayChange: boolean;
  onDismiss(): void;
}

/** One pull: the server runs it, any tab may watch. */
export function PullRow({ model, known, team, mayChange, onDismiss }: PullRowProps) {
  const { parley } = useWorkspace();
  const pull = usePull(parley, team.id, model, known, mayChange);
  const cancel = useAct(() => parley.api.model.cancelPull.mutate({ teamId: team.id, model: pull.model }));
  const running = pull.state === 'running';
  return (
    <li className={page.row}>
      <div className={css.bar}>
        <div className={page.name}>
          {pull.model}
          <span className={`${page.detail} ${pull.state === 'failed' ? css.bad : ''}`}>{progressOf(pull)}</span>
        </div>
        {running && (
          <Progress label={`Pulling ${pull.model}`} {...(pull.totalBytes > 0 && { value: pull.completedBytes / pull.totalBytes })} />
        )}
      </div>
      {running && mayChange && (
        <Button size="small" busy={cancel.busy} onClick={() => void cancel.run()}>
          Cancel
        </Button>
      )}
      {!running && (
        <IconButton label="Dismiss" size="small" onClick={onDismiss}>
          <X size={15} />
        </IconButton>
      )}
    </li>
  );
}

function progressOf(pull: Pull): string {
  switch (pull.state) {
    case 'running':
      if (pull.totalBytes === 0) return pull.status;
      return `${count(Math.floor((100 * pull.completedBytes) / pull.totalBytes))} % of ${size(pull.totalBytes)}${stepOf(pull)}`;
    case 'done':
      return 'Ready';
    case 'cancelled':
      return 'Cancelled. What was fetched is kept for the next try.';
    case 'failed':
      return `Failed: ${whyOf(pull.because ?? 'the model server did not say why')}`;
  }
}

/** Which part is fetched is told by its digest, which tells people nothing. */
function stepOf({ status }: Pull): string {
  return /^pulling [0-9a-f]+$/.test(status) ? '' : ` · ${status}`;
}

/** What Ollama says most often, in words that say what to do. */
function whyOf(because: string): string {
  if (because.includes('file does not exist')) return 'the Ollama library has no model of this name. Check how it is written.';
  if (/dial tcp|no such host|connection refused/.test(because))
    return 'the Ollama library cannot be reached. Check the connection of the machine that Ollama runs on.';
  return because;
}
