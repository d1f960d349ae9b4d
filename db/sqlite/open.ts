import { resolve } from 'node:path';
import type Sqlite from 'better-sqlite3';
import type { Store } from '../store.ts';
import { openConversations } from './conversations.ts';
import { type Database, openDatabase } from './database.ts';
import { buildEngine } from './engine.ts';
import { openEvents } from './events.ts';
import { prepareFolder } from './files.ts';
import { openGenerations } from './generations.ts';
import { openInvites } from './invites.ts';
import { openJournalFile } from './journal-file.ts';
import { openJournal } from './journal.ts';
import { openLimits } from './limits.ts';
import { lockFolder } from './lock.ts';
import { closeMainFile, openMainFile } from './main-file.ts';
import { openMembers } from './members.ts';
import { openMessages } from './messages.ts';
import { randomText } from './new-id.ts';
import { meta } from './schema.ts';
import { openSessions } from './sessions.ts';
import { openTeams } from './teams.ts';
import { openUsers } from './users.ts';

const EPOCH_CHARS = 12;

/** The store on SQLite: one process per folder. Throws CannotOpen in one clear line; whatever was opened is closed again then. */
export function openSqlite(dataFolder: string): Store {
  const folder = resolve(dataFolder);
  const opened = new DisposableStack();
  try {
    prepareFolder(folder);
    opened.adopt(lockFolder(folder), (file) => file.close());
    const main = opened.adopt(openMainFile(folder), closeMainFile);
    const journal = opened.adopt(openJournalFile(folder), (file) => file.close());
    return build(main, journal, () => opened.dispose());
  } catch (error) {
    opened.dispose();
    throw error;
  }
}

function build(main: Sqlite.Database, journal: Sqlite.Database, close: () => void): Store {
  const database = openDatabase(main, journal);
  const engine = buildEngine(database);
  const anyone = main.prepare('select 1 from users limit 1');
  return {
    epoch: epochOf(database),
    facts: engine.facts,
    accessRevision: database.accessRevision,
    users: openUsers(engine),
    sessions: openSessions(engine),
    teams: openTeams(engine),
    members: openMembers(engine),
    invites: openInvites(engine),
    conversations: openConversations(engine),
    messages: openMessages(engine),
    generations: openGenerations(engine),
    journal: openJournal(journal),
    events: openEvents(engine.log),
    limits: openLimits(journal),
    async ping() {
      anyone.get();
    },
    async close() {
      close();
    },
  };
}

/** Made once, when the database is new. */
function epochOf({ sql: db, write }: Database): string {
  const known = db.select().from(meta).get();
  if (known) return known.epoch;
  const epoch = randomText(EPOCH_CHARS);
  write(() => db.insert(meta).values({ epoch }).run());
  return epoch;
}
