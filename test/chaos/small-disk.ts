/** A disk of a few megabytes in memory, that can be filled up and made read-only. Only root on Linux can make one. */
import { execFile } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BLOCK = Buffer.alloc(64 * 1024);

export class SmallDisk implements AsyncDisposable {
  readonly folder: string;
  readonly #ballast: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#ballast = path.join(folder, 'ballast');
  }

  /** Or why there is none. */
  static async mount(megabytes: number): Promise<SmallDisk | string> {
    if (process.platform !== 'linux') return `a small disk needs Linux, this is ${process.platform}`;
    if (process.getuid?.() !== 0) return 'a small disk needs root, to mount it';
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-small-disk-'));
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
      return new SmallDisk(folder);
    } catch (error) {
      await rm(folder, { recursive: true });
      return `a small disk cannot be mounted here: ${String(error).split('\n')[0]}`;
    }
  }

  /** To the last byte. */
  fill(): void {
    const file = openSync(this.#ballast, 'a');
    try {
      for (let bytes = BLOCK.length; bytes > 0;) if (!wrote(file, bytes)) bytes = Math.floor(bytes / 2);
    } finally {
      closeSync(file);
    }
  }

  empty(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** Only while no file is open for writing. */
  async setReadOnly(readOnly: boolean): Promise<void> {
    await run('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, this.folder]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run('umount', [this.folder]);
    await rm(this.folder, { recursive: true });
  }
}

function wrote(file: number, bytes: number): boolean {
  try {
    return writeSync(file, BLOCK, 0, bytes) > 0;
  } catch {
    return false;
  }
}
