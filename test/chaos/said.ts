/** What went wrong, for people who look for why. */
export function said(error: unknown): string {
  if (error instanceof AggregateError) return `${error.message} ${error.errors.map((each: unknown) => said(each)).join('; ')}`;
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
}
