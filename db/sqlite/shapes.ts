/** Milliseconds as the ISO 8601 text that leaves the store. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** A value that a rule of the schema says is there; its absence is a bug, never an answer. */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`the database holds no ${what}`);
  return value;
}
