/**
 * The bytes of files, one file each in a folder of their own, under random names that nobody chose. Bytes are there, whole and on disk, before a row names
 * them; they go after the last row that did. What a crash leaves of either is swept when the folder is opened.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../../shared/errors.ts';
import { FILES } from '../../shared/limits.ts';
import { Inspector, type Kind } from './inspector.ts';

export interface Written {
  blob: string;
  size: number;
  kind: Kind;
}

const UNFINISHED = '.part';
const BLOCK_BYTES = 64 * 1024;
const MAX_CRUMBS = 1_024;

export class Blobs {
  readonly #folder: string;
  readonly #newName: () => string;
  #removing: Promise<void> = Promise.resolve();

  /** Makes the folder when it is missing. */
  constructor(folder: string, newName: () => string) {
    this.#folder = folder;
    this.#newName = newName;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Removes what is not known, and says what is there. */
  sweep(known: ReadonlySet<string>): Set<string> {
    const there = readdirSync(this.#folder);
    for (const name of there) if (!known.has(name)) rmSync(this.#at(name), { force: true, recursive: true });
    return new Set(there.filter((name) => known.has(name)));
  }

  /** Nothing is left when it refuses (TOO_LARGE while it reads, VALIDATION for nothing at all, STORAGE_FULL), or when reading breaks off. */
  async write(bytes: AsyncIterable<Uint8Array>): Promise<Written> {
    await this.#mustHaveRoom();
    const blob = this.#newName();
    const unfinished = this.#at(blob + UNFINISHED);
    try {
      const written = await fill(await open(unfinished, 'wx', 0o600), bytes);
      await rename(unfinished, this.#at(blob));
      await this.#syncFolder();
      return { blob, ...written };
    } catch (error) {
      await rm(unfinished, { force: true });
      throw isFull(error) ? refuse('STORAGE_FULL') : error;
    }
  }

  /** Undefined when they are gone. The caller closes it. */
  async open(blob: string): Promise<FileHandle | undefined> {
    return open(this.#at(blob), 'r').catch(unlessMissing);
  }

  async read(blob: string): Promise<Uint8Array | undefined> {
    return readFile(this.#at(blob)).catch(unlessMissing);
  }

  /** One after the other, without anybody waiting for it; one that cannot be removed is swept at the next start. */
  remove(blobs: readonly string[]): void {
    if (blobs.length > 0) this.#removing = this.#removing.then(() => this.#removeAll(blobs));
  }

  /** Resolves when what was to be removed is. */
  removed(): Promise<void> {
    return this.#removing;
  }

  async #removeAll(blobs: readonly string[]): Promise<void> {
    for (const blob of blobs) await rm(this.#at(blob), { force: true }).catch(() => undefined);
  }

  /** Messages have the last of the disk. */
  async #mustHaveRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < FILES.reserveBytes) refuse('STORAGE_FULL');
  }

  /** The new name itself is on disk only then. */
  async #syncFolder(): Promise<void> {
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  #at(name: string): string {
    return join(this.#folder, name);
  }
}

async function fill(file: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<{ size: number; kind: Kind }> {
  const inspector = new Inspector();
  let size = 0;
  try {
    for await (const chunk of inBlocks(bytes)) {
      size += chunk.length;
      if (size > FILES.maxBytes) refuse('TOO_LARGE', `A file has at most ${FILES.maxBytes / 1024 / 1024} MB.`);
      inspector.take(chunk);
      await file.appendFile(chunk);
    }
    if (size === 0) refuse('VALIDATION', 'This file is empty.');
    await file.sync();
    return { size, kind: inspector.kind() };
  } finally {
    await file.close();
  }
}

/** What comes in crumbs is gathered: each costs as much as a block, in memory and in work. */
async function* inBlocks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    held.push(chunk);
    size += chunk.length;
    if (size < BLOCK_BYTES && held.length < MAX_CRUMBS) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function isFull(error: unknown): boolean {
  return codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}
