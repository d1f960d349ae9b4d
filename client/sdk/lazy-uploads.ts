import { ConnectionLost } from './errors.ts';
import type { Uploads, UploadsParts } from './uploads.ts';

/** What uploads is loaded when the first file is sent. Without a network it cannot be: then it is as if the connection was lost. */
export class LazyUploads {
  loaded: Uploads | undefined;
  readonly #parts: () => UploadsParts;
  #loading: Promise<Uploads> | undefined;

  constructor(parts: () => UploadsParts) {
    this.#parts = parts;
  }

  load(): Promise<Uploads> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<Uploads> {
    try {
      const { Uploads: Loaded } = await import('./uploads.ts');
      this.loaded = new Loaded(this.#parts());
      return this.loaded;
    } catch (error) {
      this.#loading = undefined;
      throw new ConnectionLost(error);
    }
  }
}
