/** One album for each part of the app; the name of a picture begins with its album's. */
import { composer } from './albums/composer.ts';
import { connection } from './albums/connection.ts';
import { conversation } from './albums/conversation.ts';
import { entry } from './albums/entry.ts';
import { files } from './albums/files.ts';
import { frame } from './albums/frame.ts';
import { models } from './albums/models.ts';
import { readme } from './albums/readme.ts';
import { removal } from './albums/removal.ts';
import { reply } from './albums/reply.ts';
import { team } from './albums/team.ts';
import type { Studio } from './studio.ts';

export const ALBUMS: Record<string, (studio: Studio) => Promise<void>> = {
  entry,
  conversation,
  reply,
  composer,
  files,
  connection,
  frame,
  team,
  models,
  removal,
  readme,
};
