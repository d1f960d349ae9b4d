import { useLayoutEffect, useRef, type ComponentProps } from 'react';
import css from './growing-text.module.css';

interface GrowingTextProps extends Omit<ComponentProps<'textarea'>, 'className' | 'rows' | 'ref'> {
  /** Takes the focus when it appears, the cursor at the end. */
  takesFocus?: boolean;
}

/** Browsers that size a field by its content do so in the layout of the frame; to ask for the height would lay the page out twice for every key. */
const sizesItself = CSS.supports('field-sizing', 'content');

/** A text of several lines, as high as what is in it; how high it may get its style sheet says. */
export function GrowingText({ takesFocus = false, ...props }: GrowingTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const { value } = props;
  useLayoutEffect(() => {
    const element = area.current;
    if (sizesItself || element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [value]);
  useLayoutEffect(() => {
    const element = area.current;
    if (!takesFocus || element === null) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, [takesFocus]);
  return <textarea ref={area} className={css.area} rows={1} {...props} />;
}
