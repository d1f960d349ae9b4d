import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useMayManage } from './use-may-manage.ts';
import { useRoom } from './room.ts';
import css from './archived-line.module.css';

/** Stands where the composer stood. */
export function ArchivedLine() {
  const { parley } = useWorkspace();
  const { id } = useRoom();
  const mayManage = useMayManage();
  const bringBack = useAct(() => parley.api.conversation.archive.mutate({ conversationId: id, archived: false }));
  return (
    <>
      {bringBack.problem && <ProblemNotice problem={bringBack.problem} />}
      <div className={css.line}>
        <span>This conversation is archived. It can be read, not written.</span>
        {mayManage && (
          <Button size="small" busy={bringBack.busy} onClick={() => void bringBack.run()}>
            Bring back
          </Button>
        )}
      </div>
    </>
  );
}
