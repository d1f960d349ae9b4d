import Ellipsis from 'lucide-react/icons/ellipsis';
import { useState } from 'react';
import type { Team } from '../../../shared/schemas/identity.ts';
import type { Model } from '../../../shared/schemas/model.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Question } from '../../ui/question.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { count, size } from '../app/times.ts';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import page from '../frame/page.module.css';
import css from './models-screen.module.css';

interface ModelRowProps {
  model: Model;
  team: Team;
  mayChange: boolean;
  onChanged(): void;
}

export function ModelRow({ model, team, mayChange, onChanged }: ModelRowProps) {
  const { parley } = useWorkspace();
  const [asking, ask] = useState(false);
  const usual = team.defaultModel === model.name;
  const setUsual = useAct(async (defaultModel: string | null) => {
    await parley.api.model.setPolicy.mutate({ teamId: team.id, defaultModel });
  });
  const remove = useAct(async () => {
    await parley.api.model.remove.mutate({ teamId: team.id, model: model.name });
    onChanged();
  });
  const problem = setUsual.problem ?? remove.problem;
  return (
    <li>
      <div className={page.row}>
        <div className={page.main}>
          <div className={page.name}>
            {model.name}
            {usual && <span className={`${page.tag} ${page.tagAccent}`}>Default of the team</span>}
            {model.provider === 'guide' && <span className={page.tag}>Built in</span>}
          </div>
          <ModelFacts model={model} />
        </div>
        {mayChange && (
          <Menu trigger={<IconButton label={`More for ${model.name}`}>{<Ellipsis size={17} />}</IconButton>}>
            <MenuItem onSelect={() => void setUsual.run(usual ? null : model.name)}>
              {usual ? 'No longer the default' : 'Make it the default of the team'}
            </MenuItem>
            {model.provider === 'ollama' && (
              <MenuItem danger onSelect={() => ask(true)}>
                Remove from this machine
              </MenuItem>
            )}
          </Menu>
        )}
      </div>
      {problem && <ProblemNotice problem={problem} />}
      <Question open={asking} onOpenChange={ask} title={`Remove ${model.name}?`} act="Remove" onAct={async () => void (await remove.run())}>
        {`It is deleted from the machine${model.sizeBytes === undefined ? '' : ` and frees ${size(model.sizeBytes)}`}. Conversations keep what it wrote. It can be pulled again.`}
      </Question>
    </li>
  );
}

function ModelFacts({ model }: { model: Model }) {
  if (model.provider === 'guide')
    return <div className={page.detail}>Answers questions about Parley from its own documentation. Not a language model.</div>;
  const facts = [
    model.parameters,
    model.quantization,
    model.sizeBytes === undefined ? undefined : size(model.sizeBytes),
    model.contextLength === undefined ? undefined : `${count(model.contextLength)} tokens of context`,
    ...model.capabilities.filter((each) => each !== 'completion'),
  ].filter((fact) => fact !== undefined);
  return (
    <>
      <div className={`${page.detail} ${css.facts}`}>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {model.loaded && <span className={css.loaded}>loaded now</span>}
      </div>
      {model.refused !== undefined && <div className={page.detail}>Cannot be asked: {model.refused}</div>}
    </>
  );
}
