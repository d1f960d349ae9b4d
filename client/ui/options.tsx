import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './options.module.css';

export interface Option {
  key: string;
  label: string;
  /** In small print beside it. */
  detail?: string;
  face?: ReactNode;
}

/** Which of several options the keys stand on; it begins anew with other options. */
export interface Cursor {
  active: number;
  /** Arrows go around. True when the key was one of these. */
  move(event: KeyboardEvent): boolean;
  point(index: number): void;
}

export function useCursor(options: readonly Option[]): Cursor {
  const about = options.map(({ key }) => key).join('\n');
  const [held, hold] = useState({ about, active: 0 });
  const active = held.about === about ? held.active : 0;
  const point = (index: number) => hold({ about, active: index });
  return {
    active,
    point,
    move(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step === undefined || options.length === 0) return false;
      point((active + step + options.length) % options.length);
      event.preventDefault();
      return true;
    },
  };
}

/** The id of the active option, for `aria-activedescendant` of the field that keeps the focus. */
export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}

/** What may be meant, under or above a field. The focus stays in the field: its keys move the mark in here. */
export function OptionList({
  id,
  label,
  options,
  cursor,
  onPick,
  className,
}: {
  id: string;
  label: string;
  options: readonly Option[];
  cursor: Cursor;
  onPick(index: number): void;
  className?: string | undefined;
}) {
  const list = useRef<HTMLDivElement>(null);
  const { active } = cursor;
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active, options]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={label} className={classes(css.list, className)}>
      {options.map((option, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field that has the focus hears the keys
        <div
          key={option.key}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={css.option}
          onMouseDown={(event) => event.preventDefault()}
          onPointerMove={() => index !== active && cursor.point(index)}
          onClick={() => onPick(index)}
        >
          {option.face}
          <bdi className={css.label}>{option.label}</bdi>
          {option.detail !== undefined && <span className={css.detail}>{option.detail}</span>}
        </div>
      ))}
    </div>
  );
}
