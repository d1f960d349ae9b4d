import { Redirect, useLocation } from 'wouter';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { useFrame } from '../frame/frame-context.ts';
import { Page } from '../frame/page.tsx';
import { reaches } from './may.ts';
import { paths } from './paths.ts';
import { recall } from './session-storage.ts';
import { useInbox } from './workspace.ts';
import type { InboxState } from '../../store/inbox-state.ts';

/** Where one was in this tab, else the newest of the first team. */
export function Home() {
  const inbox = useInbox((state) => state);
  if (inbox === undefined) return null;
  const last = inbox.conversations.find((each) => each.id === recall('last'));
  if (last !== undefined) return <Redirect to={paths.conversation(last.teamId, last.id)} replace />;
  const team = inbox.teams[0];
  return team === undefined ? null : <Redirect to={paths.team(team.id)} replace />;
}

/** The conversation of this team where one was last, else the newest; an empty team says what to do. */
export function TeamHome({ team }: { team: Team }) {
  const { startConversation } = useFrame();
  const found = useInbox((inbox) => landing(inbox, team));
  if (found !== undefined) return <Redirect to={paths.conversation(team.id, found)} replace />;
  if (!reaches(team.role, 'member')) {
    return (
      <Page title="Nothing is shared with you yet" about={`You are a guest of ${team.name}.`}>
        <p>Ask whoever invited you to share a conversation or a folder with you. It appears here by itself.</p>
      </Page>
    );
  }
  return (
    <Page title="No conversations yet">
      <div>
        <Button kind="primary" onClick={startConversation}>
          Start the first one
        </Button>
      </div>
    </Page>
  );
}

function landing(inbox: InboxState | undefined, team: Team): ConversationId | undefined {
  const here = (inbox?.conversations ?? []).filter(
    (each: Conversation) => each.teamId === team.id && each.archivedAt === undefined && !each.threadOf,
  );
  return (here.find((each) => each.id === recall(`last.${team.id}`)) ?? here[0])?.id;
}

export function NotHere() {
  const [, go] = useLocation();
  return (
    <Page title="There is nothing here" about="It was deleted, or you may not see it.">
      <div>
        <Button kind="primary" onClick={() => go(paths.home)}>
          Go to your conversations
        </Button>
      </div>
    </Page>
  );
}
