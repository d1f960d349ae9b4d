import ChevronRight from 'lucide-react/icons/chevron-right';
import type { KeyboardEvent } from 'react';
import type { Team } from '../../../shared/schemas/identity.ts';
import type { Branch, Tree } from '../../store/inbox-folders.ts';
import { classes } from '../../ui/classes.ts';
import { collapse, useCollapsed } from '../app/collapsed.ts';
import { Badges } from './badges.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { FolderMenu } from './folder-menu.tsx';
import { useDropTarget } from './use-drag.ts';
import css from './sidebar.module.css';

/** Folders, then the conversations beside them. */
export function TreeList({ team, tree }: { team: Team; tree: Tree }) {
  return (
    <ul className={css.list}>
      {tree.branches.map((branch) => (
        <FolderBranch key={branch.folder.id} team={team} branch={branch} />
      ))}
      {tree.conversations.map((conversation) => (
        <ConversationRow key={conversation.id} team={team} conversation={conversation} />
      ))}
    </ul>
  );
}

/** One folder with what is in it. Folded up it still says what is unread within. */
function FolderBranch({ team, branch }: { team: Team; branch: Branch }) {
  const { folder } = branch;
  const folded = useCollapsed().has(folder.id);
  const { over, source, target } = useDropTarget({ kind: 'folder', id: folder.id });
  const empty = branch.branches.length + branch.conversations.length === 0;
  const fold = (up: boolean) => collapse(folder.id, up);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    fold(event.key === 'ArrowLeft');
  };
  return (
    <li {...target} className={classes(css.branch, over && css.over)}>
      <div className={css.row}>
        <button
          type="button"
          {...source}
          className={classes(css.item, css.folder, folded && branch.unread > 0 && css.unread)}
          aria-expanded={!folded}
          onClick={() => fold(!folded)}
          onKeyDown={onKeyDown}
        >
          <ChevronRight size={14} className={classes(css.chevron, !folded && css.turned)} />
          <span className={css.title}>{folder.name}</span>
          {folded && <Badges {...branch} />}
        </button>
        <FolderMenu team={team} folder={folder} depth={branch.depth} />
      </div>
      {!folded && (
        <div className={css.nest}>{empty ? <p className={css.empty}>Nothing in it yet.</p> : <TreeList team={team} tree={branch} />}</div>
      )}
    </li>
  );
}
