import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import type { Visibility } from '../../../shared/access.ts';
import type { FolderId } from '../../../shared/ids.ts';
import { TEXT } from '../../../shared/limits.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { FolderSelect } from './folder-select.tsx';
import { useFrame } from './frame-context.ts';
import css from './new-conversation.module.css';

interface NewConversationProps {
  team: Team;
  /** Where it begins; the person may choose another. */
  folderId: FolderId | null;
  open: boolean;
  onOpenChange(open: boolean): void;
}

export function NewConversation({ team, folderId, open, onOpenChange }: NewConversationProps) {
  return (
    <Modal open={open} onOpenChange={onOpenChange} title="New conversation">
      <NewConversationForm team={team} begun={folderId} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function NewConversationForm({ team, begun, onDone }: { team: Team; begun: FolderId | null; onDone(): void }) {
  const { parley } = useWorkspace();
  const { closeDrawer } = useFrame();
  const [, go] = useLocation();
  const [title, setTitle] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('team');
  const [folderId, setFolder] = useState(begun);
  const create = useAct(async () => {
    const named = title.trim();
    const { conversation } = await parley.api.conversation.create.mutate({
      teamId: team.id,
      visibility,
      ...(named !== '' && { title: named }),
      ...(folderId !== null && { folderId }),
    });
    onDone();
    closeDrawer();
    go(paths.conversation(team.id, conversation.id));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void create.run();
  };
  return (
    <form className={css.form} onSubmit={submit}>
      {create.problem && <ProblemNotice problem={create.problem} />}
      <Field
        label="Title"
        placeholder="Can come later"
        maxLength={TEXT.titleMaxChars}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <div className={css.who}>
        <span className={css.label}>Who sees it</span>
        <Choice<Visibility>
          label="Who sees it"
          value={visibility}
          options={[
            { value: 'team', label: `Everybody in ${shortened(team.name)}` },
            { value: 'private', label: 'Only you' },
          ]}
          onChange={setVisibility}
        />
      </div>
      <FolderSelect team={team} label="Folder" none="None" value={folderId} onChange={setFolder} />
      <div className={css.actions}>
        <Button kind="primary" type="submit" busy={create.busy}>
          Create
        </Button>
      </div>
    </form>
  );
}

function shortened(name: string): string {
  return name.length > 24 ? 'the team' : name;
}
