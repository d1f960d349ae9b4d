import { z } from 'zod';
import { PAGE, TEXT } from '../limits.ts';

/** ISO 8601, UTC. */
export const time = z.iso.datetime();

/** Text of people with the length rule and without control characters that hide or reverse what is read. */
export function line(maxChars: number) {
  return (
    z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(maxChars, `at most ${maxChars} characters`)
      // oxlint-disable-next-line no-control-regex -- the point of the rule is to refuse them
      .regex(/^[^\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]*$/u, 'must not contain control characters')
  );
}

export const modelName = z
  .string()
  .min(1)
  .max(TEXT.modelNameMaxChars)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/, 'not a model name');

/** Lists page by `{cursor?, limit?}` → `{items, nextCursor?}`; a cursor is opaque and belongs to the list that gave it. */
export const page = {
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(PAGE.maxItems).default(PAGE.defaultItems),
};

export const nothing = z.strictObject({}).optional();
