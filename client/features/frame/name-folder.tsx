import { useState, type FormEvent } from 'react';
import type { FolderId } from '../../../shared/ids.ts';
import { FOLDER, TEXT } from '../../../shared/limits.ts';
import type { Folder } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { collapse } from '../app/collapsed.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { FolderSelect } from './folder-select.tsx';
import css from './new-conversation.module.css';

interface NameFolderProps {
  team: Team;
  /** The one to rename; a new one otherwise. */
  folder?: Folder;
  parentId: FolderId | null;
  open: boolean;
  onOpenChange(open: boolean): void;
}

export function NameFolder({ open, onOpenChange, ...about }: NameFolderProps) {
  const title = about.folder === undefined ? 'New folder' : `Rename “${about.folder.name}”`;
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={title}>
      <NameForm {...about} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function NameForm({ team, folder, parentId, onDone }: Pick<NameFolderProps, 'team' | 'folder' | 'parentId'> & { onDone(): void }) {
  const { parley } = useWorkspace();
  const [name, setName] = useState(folder?.name ?? '');
  const [parent, setParent] = useState(parentId);
  const save = useAct(async () => {
    if (folder !== undefined) await parley.api.folder.rename.mutate({ folderId: folder.id, name });
    else {
      await parley.api.folder.create.mutate({ teamId: team.id, name, ...(parent !== null && { parentId: parent }) });
      if (parent !== null) collapse(parent, false);
    }
    onDone();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <form className={css.form} onSubmit={submit}>
      {save.problem && save.problem.fields['name'] === undefined && <ProblemNotice problem={save.problem} />}
      <Field
        label="Folder name"
        required
        autoComplete="off"
        maxLength={TEXT.folderNameMaxChars}
        error={save.problem?.fields['name']}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {folder === undefined && (
        <FolderSelect
          team={team}
          label="In"
          none="At the top"
          value={parent}
          may={({ depth }) => depth + 1 < FOLDER.maxDepth}
          onChange={setParent}
        />
      )}
      <div className={css.actions}>
        <Button kind="primary" type="submit" busy={save.busy} disabled={name.trim() === '' || name.trim() === folder?.name}>
          {folder === undefined ? 'Create folder' : 'Rename'}
        </Button>
      </div>
    </form>
  );
}
