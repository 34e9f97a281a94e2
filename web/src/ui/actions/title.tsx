import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { CopyLink } from './copy-link';

interface Props {
  readonly children: ComponentChildren;
  /** See `CopyLink`. */
  readonly pins?: () => Readonly<Record<string, string>>;
}

/** The title of a view that can be shared, which is that of the window, too, once what it names is loaded. */
export function Title({ children, pins }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = titleOf(heading.current);
  });
  return (
    <div class="title">
      <h1 ref={heading}>{children}</h1>
      <CopyLink {...(pins ? { pins } : {})} />
    </div>
  );
}

/** The title of the window of a view with a heading. */
export function titleOf(heading: Element | null | undefined): string {
  return `${heading?.textContent ?? ''} – Restaurant Monitor`;
}
