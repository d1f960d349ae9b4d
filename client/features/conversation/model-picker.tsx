import ChevronDown from 'lucide-react/icons/chevron-down';
import { Link } from 'wouter';
import type { Model } from '../../../shared/schemas/model.ts';
import { Menu, MenuChoice, MenuLine, MenuLink, MenuTitle } from '../../ui/menu.tsx';
import { useSay } from '../../ui/toast.tsx';
import { paths } from '../app/paths.ts';
import { problemOf } from '../app/problem.ts';
import { size } from '../app/times.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useRoom } from './room.ts';
import { useAnsweringModel } from './use-answering-model.ts';
import css from './conversation-header.module.css';

/** Who answers in this conversation: every model with what it takes, and why one cannot be asked. */
export function ModelPicker() {
  const { parley } = useWorkspace();
  const { team, id, mayWrite } = useRoom();
  const { name, chosen, usual, models } = useAnsweringModel();
  const say = useSay();
  const choose = (model: string | null) =>
    void parley.api.conversation.update.mutate({ conversationId: id, model }).catch((error: unknown) => say(problemOf(error).say));
  if (!mayWrite) return <span className={css.picker}>{name}</span>;
  return (
    <Menu
      wide
      label="Model"
      trigger={
        <button type="button" className={css.picker} aria-label={`Model: ${name}`}>
          <span className={css.pickerName}>{name}</span>
          <ChevronDown size={14} />
        </button>
      }
    >
      <MenuTitle>Who answers here</MenuTitle>
      <MenuChoice chosen={chosen === null} detail={`${usual} for now`} onSelect={() => choose(null)}>
        As the team has it
      </MenuChoice>
      <MenuLine />
      {models.map((model) => (
        <MenuChoice
          key={model.name}
          chosen={chosen === model.name}
          disabled={model.refused !== undefined}
          detail={about(model)}
          onSelect={() => choose(model.name)}
        >
          {model.name}
        </MenuChoice>
      ))}
      <MenuLine />
      <MenuLink>
        <Link href={paths.models(team.id)}>All about the models</Link>
      </MenuLink>
    </Menu>
  );
}

function about(model: Model): string {
  if (model.refused !== undefined) return model.refused;
  if (model.provider === 'guide') return 'Built in · knows Parley, not a language model';
  const facts = [model.parameters, model.sizeBytes === undefined ? undefined : size(model.sizeBytes), model.loaded ? 'loaded' : undefined];
  return facts.filter((fact) => fact !== undefined).join(' · ') || 'Not loaded';
}
