import type Sqlite from 'better-sqlite3';

interface Waiting {
  work(): unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

type Write = <Result>(work: () => Result) => Result;

/**
 * Group commit. While one transaction waits for the disk others arrive; they share the next. Nobody is told before the commit, and a commit that fails
 * fails for all of it.
 */
export function togetherIn(file: Sqlite.Database, write: Write): <Result>(work: () => Result) => Promise<Result> {
  const savepoint = file.prepare('SAVEPOINT one_of_many');
  const undo = file.prepare('ROLLBACK TO one_of_many');
  const release = file.prepare('RELEASE one_of_many');
  let waiting: Waiting[] = [];

  /** Returns how to tell what became of it. */
  function attempt({ work, resolve, reject }: Waiting): () => void {
    savepoint.run();
    try {
      const result = work();
      release.run();
      return () => resolve(result);
    } catch (error) {
      // A full disk ends the whole transaction: then nothing of it was stored.
      if (!file.inTransaction) throw error;
      undo.run();
      release.run();
      return () => reject(error);
    }
  }

  function flush(): void {
    const batch = waiting;
    waiting = [];
    try {
      for (const tell of write(() => batch.map(attempt))) tell();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return <Result>(work: () => Result) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ work, resolve: (result) => resolve(result as Result), reject });
      if (waiting.length === 1) setImmediate(flush);
    });
}
