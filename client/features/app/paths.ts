import type { ConversationId, TeamId } from '../../../shared/ids.ts';

/** Every address of the app. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  register: '/register',
  me: '/me',
  invite: (token: string) => `/invite/${token}`,
  reset: (token: string) => `/reset/${token}`,
  team: (team: TeamId) => `/t/${team}`,
  conversation: (team: TeamId, conversation: ConversationId) => `/t/${team}/c/${conversation}`,
  /** The conversation, with this thread of it beside. */
  thread: (team: TeamId, conversation: ConversationId, thread: ConversationId) => `/t/${team}/c/${conversation}?thread=${thread}`,
  /** The conversation, with what it is beside. */
  details: (team: TeamId, conversation: ConversationId) => `/t/${team}/c/${conversation}?details=1`,
  threads: (team: TeamId) => `/t/${team}/threads`,
  people: (team: TeamId) => `/t/${team}/settings`,
  teamSettings: (team: TeamId) => `/t/${team}/settings/team`,
  audit: (team: TeamId) => `/t/${team}/settings/audit`,
  models: (team: TeamId) => `/t/${team}/models`,
} as const;
