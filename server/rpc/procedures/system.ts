import { systemSetup } from '../../../shared/schemas/model.ts';
import { open, router } from '../trpc.ts';

export const system = router({
  /** Before anybody has registered it also tells what was found; afterwards strangers learn only whether they may register. */
  setup: open
    .meta({ public: true })
    .input(systemSetup.input)
    .output(systemSetup.output)
    .query(async ({ ctx: { app } }) => {
      const firstRun = await app.store.users.none();
      const { registration } = app.config;
      if (!firstRun) return { firstRun, registration };
      await app.models.ready;
      const able = app.models.list().filter(({ provider, refused }) => provider === 'ollama' && refused === undefined);
      return { firstRun, registration, ollama: app.models.ollama(), models: able.map(({ name }) => name) };
    }),
});
