import { join, resolve } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { Blobs } from '../blobs/blobs.ts';
import type { Store } from '../store.ts';
import { openAccounts } from './accounts.ts';
import { openFiles } from './attachments.ts';
import { auditChain, hasAuditLines } from './audit-chain.ts';
import { auditKey } from './audit-key.ts';
import { openAudit } from './audit.ts';
import { openConversations } from './conversations.ts';
import { type Database, openDatabase } from './database.ts';
import { buildEngine } from './engine.ts';
import { openEvents } from './events.ts';
import { prepareFolder } from './files.ts';
import { openFolders } from './folders.ts';
import { openGenerations } from './generations.ts';
import { openInvites } from './invites.ts';
import { openJournalFile } from './journal-file.ts';
import { openJournal } from './journal.ts';
import { openLimits } from './limits.ts';
import { lockFolder } from './lock.ts';
import { closeMainFile, openMainFile } from './main-file.ts';
import { openMembers } from './members.ts';
import { openMessages } from './messages.ts';
import { newId, randomText } from './new-id.ts';
import { knownRuns } from './runs.ts';
import { meta } from './schema.ts';
import { openSessions } from './sessions.ts';
import { openTeams } from './teams.ts';
import { openThreads } from './thread-news.ts';
import { openUsers } from './users.ts';

const EPOCH_CHARS = 12;
/** In the data folder. */
const FILES_FOLDER = 'files';

/** The store on SQLite: one process per folder. Throws CannotOpen in one clear line; whatever was opened is closed again then. */
export function openSqlite(dataFolder: string, now: () => number): Store {
  const folder = resolve(dataFolder);
  const opened = new DisposableStack();
  try {
    prepareFolder(folder);
    opened.adopt(lockFolder(folder), (file) => file.close());
    const main = opened.adopt(openMainFile(folder), closeMainFile);
    const journal = opened.adopt(openJournalFile(folder), (file) => file.close());
    const key = auditKey(folder, hasAuditLines(main));
    const blobs = new Blobs(join(folder, FILES_FOLDER), newId);
    return build({ main, journal, key, blobs, now }, () => opened.dispose());
  } catch (error) {
    opened.dispose();
    throw error;
  }
}

interface Parts {
  main: Sqlite.Database;
  journal: Sqlite.Database;
  key: Buffer;
  blobs: Blobs;
  now(): number;
}

function build({ main, journal, key, blobs, now }: Parts, close: () => void): Store {
  const chain = auditChain(main, journal, key);
  const database = openDatabase(main, journal, chain);
  const engine = buildEngine(database, now);
  const epoch = epochOf(database);
  const anyone = main.prepare('select 1 from users limit 1');
  return {
    epoch,
    runs: knownRuns(journal, epoch),
    facts: engine.facts.of,
    factsOf: engine.facts.about,
    accessRevision: database.accessRevision,
    users: openUsers(engine),
    accounts: openAccounts(engine),
    sessions: openSessions(engine),
    teams: openTeams(engine),
    members: openMembers(engine),
    invites: openInvites(engine),
    folders: openFolders(engine),
    conversations: openConversations(engine),
    messages: openMessages(engine),
    threads: openThreads(engine),
    files: openFiles(engine, blobs),
    generations: openGenerations(engine),
    audit: openAudit(engine, chain),
    journal: openJournal(journal),
    events: openEvents(engine.log),
    limits: openLimits(journal),
    async ping() {
      anyone.get();
    },
    async close() {
      await blobs.removed();
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
