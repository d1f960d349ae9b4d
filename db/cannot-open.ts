/** Why a data folder cannot be opened; `message` is one clear line for the person who starts Parley. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
}
