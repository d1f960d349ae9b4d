import { useState, type FormEvent } from 'react';
import { reaches } from '../app/may.ts';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import type { OllamaStatus, Pull } from '../../../shared/schemas/model.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Field } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useMembers } from '../app/use-members.ts';
import { useModels } from '../app/use-models.ts';
import { Page, Section } from '../frame/page.tsx';
import { askWhom } from '../team/ask-whom.ts';
import { ModelRow } from './model-row.tsx';
import { PullRow } from './pull-row.tsx';
import page from '../frame/page.module.css';
import css from './models-screen.module.css';

const NOBODY: Member[] = [];

/** What is installed, what is loaded, the team's default; pull and remove for those who may. */
export function ModelsScreen({ team }: { team: Team }) {
  const models = useModels(team.id);
  const mayChange = reaches(team.role, 'admin');
  const { answer: members = NOBODY } = useMembers(team.id);
  const pulls = usePullNames(models.answer?.pulls ?? []);
  return (
    <Page title="Models" about="They run on your own machine. Everybody in the team may ask them." readOnly={!mayChange}>
      {models.problem && <ProblemNotice problem={models.problem} onRetry={models.again} />}
      {!models.answer && !models.problem && <Skeleton lines={5} />}
      {models.answer && (
        <>
          <OllamaLine ollama={models.answer.ollama} />
          <Section title="Installed">
            <ul className={page.list}>
              {models.answer.items.map((model) => (
                <ModelRow key={model.name} model={model} team={team} mayChange={mayChange} onChanged={models.again} />
              ))}
            </ul>
          </Section>
          {(mayChange || pulls.names.length > 0) && (
            <Section
              title="Pull a model"
              about={
                mayChange ? 'By its name in the Ollama library, for example gemma3:270m. You can leave this page meanwhile.' : undefined
              }
            >
              {mayChange && <PullForm ready={models.answer.ollama.state === 'found'} onPull={pulls.start} />}
              {pulls.names.length > 0 && (
                <ul className={page.list}>
                  {pulls.names.map((name) => (
                    <PullRow
                      key={name}
                      model={name}
                      known={models.answer?.pulls.find((pull) => pull.model === name)}
                      team={team}
                      mayChange={mayChange}
                      onDismiss={() => pulls.dismiss(name)}
                    />
                  ))}
                </ul>
              )}
            </Section>
          )}
          {!mayChange && <p className={css.quiet}>{`Owners and admins pull and remove models.${askWhom(members, 'admin')}`}</p>}
        </>
      )}
    </Page>
  );
}

/** Which pulls are in sight: those that run, and those that ended in front of somebody, until dismissed. */
function usePullNames(known: Pull[]): { names: string[]; start(model: string): void; dismiss(model: string): void } {
  const [names, setNames] = useState<string[]>([]);
  const running = known.filter((pull) => pull.state === 'running').map((pull) => pull.model);
  const start = (model: string) => setNames((before) => [...before.filter((each) => each !== model), model]);
  const dismiss = (model: string) => setNames((before) => before.filter((each) => each !== model));
  // Kept while drawing, not after it: a row that vanished in between would stop watching and begin the pull anew.
  if (running.some((model) => !names.includes(model))) setNames([...new Set([...names, ...running])]);
  return { names, start, dismiss };
}

function PullForm({ ready, onPull }: { ready: boolean; onPull(model: string): void }) {
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onPull(name.trim());
    setName('');
  };
  return (
    <form className={page.line} onSubmit={submit}>
      <Field
        className={page.grow}
        label="Model name"
        name="model"
        required
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        pattern="[A-Za-z0-9][A-Za-z0-9._\/:@\-]*"
        title="Letters, digits and . _ / : @ -"
        placeholder="gemma3:270m"
        value={name}
        disabled={!ready}
        onChange={(event) => setName(event.target.value)}
      />
      <Button kind="primary" type="submit" disabled={!ready} className={css.pull}>
        Pull
      </Button>
    </form>
  );
}

function OllamaLine({ ollama }: { ollama: OllamaStatus }) {
  switch (ollama.state) {
    case 'found':
      return (
        <p className={css.status}>
          <span className={css.good} aria-hidden="true" />
          Ollama {ollama.version} at {ollama.address}
        </p>
      );
    case 'looking':
      return (
        <p className={css.status} role="status">
          <span className={css.waiting} aria-hidden="true" />
          Looking for Ollama at {ollama.address}
        </p>
      );
    case 'missing':
      return <OllamaMissing address={ollama.address} because={ollama.because} />;
  }
}

const COMMANDS = ['curl -fsSL https://ollama.com/install.sh | sh', 'ollama pull gemma3:270m'];

function OllamaMissing({ address, because }: { address: string; because: string }) {
  return (
    <div className={css.missing} role="status">
      <p>
        <strong>No Ollama at {address}.</strong> {because}
      </p>
      <p>Two commands on that machine bring it and a first small model. Parley finds it by itself within ten seconds.</p>
      {COMMANDS.map((command) => (
        <div key={command} className={css.command}>
          <code>{command}</code>
          <CopyButton text={command} label="Copy the command" />
        </div>
      ))}
    </div>
  );
}
