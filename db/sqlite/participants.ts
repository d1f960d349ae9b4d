/** Who takes part in a thread, and for whom there is news in it. Everything here runs inside a transaction. */
import type { ConversationId, TeamId, UserId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import type { Readers } from './readers.ts';

export interface Said {
  conversationId: ConversationId;
  /** Number of the event. */
  seq: number;
  /** Whose doing it is. */
  by: UserId;
  named?: readonly UserId[];
}

export interface Participants {
  /** The thread begins: whose doing the message it hangs on is takes part from the first word. */
  begin(conversationId: ConversationId): void;
  /** Something was said in a thread: from now on who said it and whom it names take part, and for the others who do there is news. */
  said(said: Said, now: number): void;
  /** Nothing in it is new for this person. */
  caughtUp(conversationId: ConversationId, userId: UserId): void;
  /** Nor in any thread of the team. */
  caughtUpInTeam(teamId: TeamId, userId: UserId): void;
  /** They left the team: should they come back, they begin anew. */
  forget(teamId: TeamId, userId: UserId): void;
  of(conversationId: ConversationId): UserId[];
}

export function openParticipants({ file }: Database, readers: Readers): Participants {
  const join = file.prepare<[UserId, ConversationId]>(
    'insert into participants (user_id, conversation_id) values (?, ?) on conflict do nothing',
  );
  const readTo = file.prepare<[UserId, ConversationId, number]>(
    `insert into read_markers (user_id, conversation_id, seq) values (?, ?, ?)
     on conflict do update set seq = max(read_markers.seq, excluded.seq)`,
  );
  /** Who began it, unless they take part already. */
  const maker = file.prepare<[ConversationId], { userId: UserId }>(
    `select m.sender_id as userId from conversations c join messages m on m.id = c.thread_message_id where c.id = +?
       and not exists (select 1 from participants p where p.user_id = m.sender_id and p.conversation_id = c.id)`,
  );
  const announce = file.prepare<[number, ConversationId, UserId]>(
    'update participants set news_at = ? where conversation_id = ? and user_id <> ?',
  );
  const all = file.prepare<[ConversationId], { userId: UserId }>(
    'select user_id as userId from participants where conversation_id = ? order by user_id',
  );
  const caughtUp = file.prepare<[UserId, ConversationId]>(
    'update participants set news_at = null where user_id = ? and conversation_id = ? and news_at is not null',
  );
  const ofTeam = 'where user_id = ? and conversation_id in (select id from conversations where team_id = ?)';
  const caughtUpInTeam = file.prepare<[UserId, TeamId]>(`update participants set news_at = null ${ofTeam} and news_at is not null`);
  const forget = file.prepare<[UserId, TeamId]>(`delete from participants ${ofTeam}`);

  /** What was said before they came is not unread for them. */
  const enter = (conversationId: ConversationId, userId: UserId, seq: number) => {
    if (join.run(userId, conversationId).changes > 0) readTo.run(userId, conversationId, seq);
  };
  const begin = (conversationId: ConversationId) => {
    const found = maker.get(conversationId);
    if (found && readers.sees(conversationId, found.userId)) join.run(found.userId, conversationId);
  };

  return {
    begin,
    said({ conversationId, seq, by, named = [] }, now) {
      begin(conversationId);
      enter(conversationId, by, seq);
      for (const userId of named) enter(conversationId, userId, seq - 1);
      announce.run(now, conversationId, by);
    },
    caughtUp: (conversationId, userId) => void caughtUp.run(userId, conversationId),
    caughtUpInTeam: (teamId, userId) => void caughtUpInTeam.run(userId, teamId),
    forget: (teamId, userId) => void forget.run(userId, teamId),
    of: (conversationId) => all.all(conversationId).map((row) => row.userId),
  };
}
