import { Avatar } from '../../ui/avatar.tsx';
import { Tip } from '../../ui/tip.tsx';
import { usePart } from './room.ts';
import css from './conversation-header.module.css';

const FACES = 5;

/** Who has this conversation open now. */
export function Viewers() {
  const viewers = usePart((state) => state.viewers);
  const shown = viewers.slice(0, FACES);
  return (
    <ul className={css.viewers} aria-label="Here now">
      {shown.map((person) => (
        <li key={person.userId}>
          <Tip label={`${person.name} is here`}>
            <span className={css.face}>
              <Avatar id={person.userId} name={person.name} size="s" />
              <span className="said">{person.name}</span>
            </span>
          </Tip>
        </li>
      ))}
      {viewers.length > FACES && <li className={css.moreFaces}>+{viewers.length - FACES}</li>}
    </ul>
  );
}
