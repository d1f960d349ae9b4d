import { useState } from 'react';
import type { Team } from '../../../shared/schemas/identity.ts';
import { flat, type Branch } from '../../store/inbox-folders.ts';
import { Question } from '../../ui/question.tsx';
import { useSay } from '../../ui/toast.tsx';
import { problemOf, type Problem } from '../app/problem.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useTree } from '../app/use-tree.ts';
import { useWorkspace } from '../app/workspace.ts';

interface DeleteFolderProps {
  team: Team;
  branch: Branch;
  open: boolean;
  onOpenChange(open: boolean): void;
}

export function DeleteFolder({ team, branch: { folder, branches, conversations }, open, onOpenChange }: DeleteFolderProps) {
  const { parley } = useWorkspace();
  const say = useSay();
  const [problem, setProblem] = useState<Problem>();
  const tree = useTree(team.id);
  const above = flat(tree.branches).find((each) => each.folder.id === folder.parentId)?.folder.name;
  const remove = async () => {
    try {
      await parley.api.folder.delete.mutate({ folderId: folder.id });
      say(`Folder ${folder.name} deleted.`);
    } catch (error) {
      setProblem(problemOf(error));
      throw error;
    }
  };
  const held = branches.length + conversations.length;
  return (
    <Question open={open} onOpenChange={onOpenChange} title={`Delete the folder “${folder.name}”?`} act="Delete" onAct={remove}>
      {problem && <ProblemNotice problem={problem} />}
      {held === 0
        ? 'There is nothing in it.'
        : `No conversation is lost: what is in it moves ${above === undefined ? 'out of it' : `up to ${above}`}.`}
      {folder.shared > 0 && ' People it is shared with no longer see by it what is in it.'}
    </Question>
  );
}
