/** The few kinds of column there are, so that a schema reads as a list of meanings. */
import { integer, text } from 'drizzle-orm/sqlite-core';

/** A random id, made by new-id.ts. */
export const id = <Id extends string>() => text().$type<Id>();

/** Milliseconds since 1970. */
export const instant = () => integer();

export const flag = () => integer({ mode: 'boolean' });

/** A value that is only ever read and written whole. */
export const whole = <Value>() => text({ mode: 'json' }).$type<Value>();
