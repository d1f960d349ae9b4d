import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate --config .ci/drizzle.config.ts` writes the next migration from what changed in the schema. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './db/sqlite/schema*.ts',
  out: './db/sqlite/migrations',
  casing: 'snake_case',
});
