import type { Verified } from '../../../shared/schemas/audit.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { counted } from '../app/receipt-words.ts';
import { count } from '../app/times.ts';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useState } from 'react';

/** Walks the whole chain when asked, and says what it found. */
export function VerifyLog({ team }: { team: Team }) {
  const { parley } = useWorkspace();
  const [found, setFound] = useState<Verified>();
  const verify = useAct(async () => setFound(await parley.api.audit.verify.query({ teamId: team.id })));
  return (
    <>
      <div>
        <Button busy={verify.busy} onClick={() => void verify.run()}>
          Verify the log
        </Button>
      </div>
      {verify.problem && <ProblemNotice problem={verify.problem} />}
      <div role="status">{found && <Found found={found} />}</div>
    </>
  );
}

function Found({ found }: { found: Verified }) {
  if (found.whole)
    return <Notice>{`Whole: ${counted(found.lines, 'line', 'lines')} of this server, none changed and none missing.`}</Notice>;
  return (
    <Notice tone="danger">
      {`Broken at line ${count(found.brokenAt)}: ${FAULTS[found.fault]} The ${counted(found.lines, 'line', 'lines')} before it are whole. Tell your administrator; do not rely on what comes after.`}
    </Notice>
  );
}

const FAULTS: Record<Extract<Verified, { whole: false }>['fault'], string> = {
  changed: 'it is not what was written.',
  missing: 'lines before it are missing.',
  cut: 'lines are missing at the end.',
};
